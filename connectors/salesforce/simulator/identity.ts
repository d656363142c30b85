import type { Org } from './org.js';

/** Addresses of the APIs with `{version}` left to the caller. */
function urlsOf(org: Org, url: string): Record<string, string> {
  return {
    enterprise: `${url}/services/Soap/c/{version}/${org.id}`,
    metadata: `${url}/services/Soap/m/{version}/${org.id}`,
    partner: `${url}/services/Soap/u/{version}/${org.id}`,
    rest: `${url}/services/data/v{version}/`,
    sobjects: `${url}/services/data/v{version}/sobjects/`,
    search: `${url}/services/data/v{version}/search/`,
    query: `${url}/services/data/v{version}/query/`,
    tooling_soap: `${url}/services/Soap/T/{version}/${org.id}`,
    tooling_rest: `${url}/services/data/v{version}/tooling/`,
    profile: `${url}/`,
    custom_domain: url,
  };
}

/** The answer of the identity address. */
export function identityOf(
  org: Org,
  user: string,
  url: string,
  loginUrl: string,
): Record<string, unknown> {
  const values = org.get('User', user)?.values ?? {};
  return {
    id: `${loginUrl}/id/${org.id}/${user}`,
    asserted_user: true,
    user_id: user,
    organization_id: org.id,
    username: values.Username,
    nick_name: values.Alias,
    display_name: values.Name,
    email: values.Email,
    email_verified: true,
    first_name: values.FirstName ?? null,
    last_name: values.LastName,
    timezone: values.TimeZoneSidKey,
    urls: urlsOf(org, url),
    active: values.IsActive,
    user_type: 'STANDARD',
    language: values.LanguageLocaleKey,
    locale: values.LocaleSidKey,
    utcOffset: 3_600_000,
    last_modified_date: values.LastModifiedDate,
    is_app_installed: true,
  };
}

export function userInfo(org: Org, user: string, url: string): Record<string, unknown> {
  const values = org.get('User', user)?.values ?? {};
  return {
    sub: `${url}/id/${org.id}/${user}`,
    user_id: user,
    organization_id: org.id,
    preferred_username: values.Username,
    nickname: values.Alias,
    name: values.Name,
    email: values.Email,
    email_verified: true,
    given_name: values.FirstName ?? null,
    family_name: values.LastName,
    zoneinfo: values.TimeZoneSidKey,
    urls: urlsOf(org, url),
    active: values.IsActive,
    user_type: 'STANDARD',
    language: values.LanguageLocaleKey,
    locale: values.LocaleSidKey,
    is_app_installed: true,
  };
}
