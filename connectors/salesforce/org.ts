import { type Catalog, createCatalog } from './catalog.js';
import type { SalesforceApi } from './client.js';
import { createUsers, type Users } from './users.js';

/** An open org: its API, and what is known of its fields and users. */
export interface Org {
  readonly api: SalesforceApi;
  readonly catalog: Catalog;
  readonly users: Users;
}

export function openOrg(api: SalesforceApi): Org {
  const catalog = createCatalog(api);
  return { api, catalog, users: createUsers(api, catalog) };
}
