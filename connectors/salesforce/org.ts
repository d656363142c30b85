import { type Catalog, createCatalog } from './catalog.js';
import type { SalesforceApi } from './client.js';
import { type Currencies, createCurrencies } from './currencies.js';
import { createUsers, type Users } from './users.js';

/** An open org: its API, and what is known of its fields, users and currencies. */
export interface Org {
  readonly api: SalesforceApi;
  readonly catalog: Catalog;
  readonly users: Users;
  readonly currencies: Currencies;
}

export function openOrg(api: SalesforceApi): Org {
  const catalog = createCatalog(api);
  const currencies = createCurrencies(api, catalog);
  return { api, catalog, users: createUsers(api, catalog), currencies };
}
