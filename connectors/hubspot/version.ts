/**
 * The dated version of HubSpot's API that every path is built from. A version never changes; a new one
 * comes each March and September and is supported for at least 18 months.
 */
export const HUBSPOT_API_VERSION = '2026-09';

/** The newest dated path that each of these APIs has where it lags behind. */
export const ACCOUNT_INFO_VERSION = '2026-03';

/** Paths of the typed client (v3, v4) -> the dated ones. */
export function datedUrl(url: string): string {
  return url
    .replace(/\/crm\/v3\/(objects|properties|owners|pipelines)(?=[/?]|$)/, dated)
    .replace(/\/crm\/v4\/(objects|associations)(?=[/?]|$)/, dated)
    .replace(/(\/crm\/owners\/[^/?]+)\/(?=\?|$)/, '$1');
}

function dated(_: string, api: string): string {
  return `/crm/${api}/${HUBSPOT_API_VERSION}`;
}
