import type { CompiledMapping } from '../mapping/compile.js';
import { loadMapping } from '../mapping/load.js';
import type { Account } from '../store/accounts.js';

/** Compiles a mapping's text without what the account does not have. */
export function accountMapping(account: Account, text: string): CompiledMapping {
  const properties = Object.fromEntries(
    Object.entries(account.properties).map(([object, list]) => [
      object,
      list.map((name) => ({ name })),
    ]),
  );
  const file = `mappings/${account.crm}.yaml`;
  return loadMapping(text, file, { properties, missing: 'drop' }).mapping;
}
