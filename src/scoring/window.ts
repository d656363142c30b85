import { dateOf } from '../language/values.js';

/** When a rule, segment or disqualification is in force: `from` included, `to` excluded. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export function windowOf(document: {
  readonly activeFrom?: string | undefined;
  readonly activeTo?: string | undefined;
}): Window {
  return {
    from: dateOf(document.activeFrom) ?? Number.NEGATIVE_INFINITY,
    to: dateOf(document.activeTo) ?? Number.POSITIVE_INFINITY,
  };
}

export function isActive({ from, to }: Window, now: number): boolean {
  return now >= from && now < to;
}
