/** Which lead a record seen for the first time belongs to. Pure. */
import type { EmailKind } from './fields.js';

/** Addresses that stand for nobody in particular; never used to find a person. */
const PLACEHOLDER =
  /^(test|none|unknown|noemail|no-?reply|donotreply|example|na|n\/a)@|@(example|test|invalid)\.(com|org|net)$/i;

/** The key under which an e-mail finds its lead, or null where it must not. */
export function emailKey(email: string | null | undefined, kind: EmailKind | null): string | null {
  const trimmed = email?.trim().toLowerCase();
  if (!trimmed?.includes('@') || kind === 'role' || PLACEHOLDER.test(trimmed)) return null;
  return trimmed;
}

export interface KeyHolder {
  readonly lead: number;
  /** `account/object` of the records the lead already holds. */
  readonly holds: ReadonlySet<string>;
}

/** The lead that takes the record, or null for a new one. */
export function chooseLead(holder: KeyHolder | undefined, accountObject: string): number | null {
  return holder !== undefined && !holder.holds.has(accountObject) ? holder.lead : null;
}
