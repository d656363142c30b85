/** The version of Salesforce's API that every path is built from. */
export const SALESFORCE_API_VERSION = '66.0';

/** Where the REST resources of that version are. */
export const REST_ROOT = `/services/data/v${SALESFORCE_API_VERSION}`;
