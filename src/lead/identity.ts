/** Which lead a record seen for the first time belongs to. Pure. */
import type { EmailKind } from './fields.js';

/** Addresses that stand for nobody in particular; never used to find a person. */
const PLACEHOLDER =
  /^(test|none|unknown|noemail|no-?reply|donotreply|example|na|n\/a)@|@(example|test|invalid)\.(com|org|net)$/i;

/** An address used under more different names than this is a shared one and finds nobody any more. */
export const MOST_NAMES = 3;

/** A merge in a CRM that would bring more living records than this together waits for a person. */
export const MOST_TOGETHER = 3;

/** The key under which an e-mail finds its lead, or null where it must not. */
export function emailKey(email: string | null | undefined, kind: EmailKind | null): string | null {
  const trimmed = email?.trim().toLowerCase();
  if (!trimmed?.includes('@') || kind === 'role' || PLACEHOLDER.test(trimmed)) return null;
  return trimmed;
}

/** Under which name an address is used, to be compared; null when the record names nobody. */
export function nameKey(first: unknown, last: unknown): string | null {
  const parts = [first, last].filter((part) => typeof part === 'string');
  const name = parts.join(' ').trim().toLowerCase().replace(/\s+/g, ' ');
  return name === '' ? null : name;
}

/** Whether a record joins the lead that its address names: one record an account and object at most. */
export function mayJoin(
  holder: { readonly holds: ReadonlySet<string> } | undefined,
  accountObject: string,
): boolean {
  return holder !== undefined && !holder.holds.has(accountObject);
}
