import type { AccountProperties } from '../mapping/account.js';
import type { CompiledMapping } from '../mapping/compile.js';
import { loadMapping } from '../mapping/load.js';
import type { Account } from '../store/accounts.js';

/** What the account has, as a mapping is held against it. */
export function accountProperties(account: Account): AccountProperties {
  return Object.fromEntries(
    Object.entries(account.properties).map(([object, list]) => [
      object,
      list.map((name) => ({ name })),
    ]),
  );
}

/** Compiles a mapping's text without what the account does not have. */
export function accountMapping(account: Account, text: string): CompiledMapping {
  const file = `mappings/${account.crm}.yaml`;
  return loadMapping(text, file, { properties: accountProperties(account), missing: 'drop' })
    .mapping;
}
