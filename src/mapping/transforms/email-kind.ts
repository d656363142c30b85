import { createRequire } from 'node:module';
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import type { EmailKind } from '../../lead/fields.js';
import { FREE_DOMAINS, NOT_FREE, PLACEHOLDER_NAMES, ROLE_NAMES } from './email-lists.js';
import { email } from './internet.js';
import { error, type TransformFunction, value } from './result.js';

interface Lists {
  readonly disposable: ReadonlySet<string>;
  readonly free: ReadonlySet<string>;
  readonly role: ReadonlySet<string>;
}

let lists: Lists | undefined;

/** Read at the first use: some ten thousand domains. */
function loadLists(): Lists {
  if (lists) return lists;
  const require = createRequire(import.meta.url);
  const free = new Set(require('email-providers/all.json') as readonly string[]);
  for (const domain of FREE_DOMAINS) free.add(domain);
  for (const domain of NOT_FREE) free.delete(domain);
  lists = {
    disposable: disposableEmailBlocklistSet(),
    free,
    role: new Set([...ROLE_NAMES, ...PLACEHOLDER_NAMES]),
  };
  return lists;
}

/**
 * The kind of a valid address in lower case. A throw-away domain counts before a private mailbox, that
 * before a shared one: `info@` at a private mailbox is a very small business, not a department.
 */
export function emailKindOf(address: string): EmailKind {
  const { disposable, free, role } = loadLists();
  const at = address.lastIndexOf('@');
  const host = address.slice(at + 1);
  for (let rest = host; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
    if (disposable.has(rest)) return 'disposable';
  }
  if (free.has(host)) return 'free';
  const local = address.slice(0, at).replace(/\+.*$/, '');
  return role.has(local) || role.has(local.replace(/[._-]/g, '')) ? 'role' : 'business';
}

/** business, free, disposable or role. */
export const emailKind: TransformFunction = (raw) => {
  const result = email(raw);
  if ('error' in result) return error(result.error);
  return value(emailKindOf(result.value as string));
};
