/**
 * The sentences that the server says in its own words, by code, in English with `{values}`: refusals, what is
 * wrong with an account, why something waits. The API carries them as text; `readSentence` finds the
 * code and the values of such a text again, so that it can be said in another language. What a CRM said is in
 * none of them and stays as it is.
 */
import { accounts } from './sentences/accounts.js';
import { calls } from './sentences/calls.js';
import { checks } from './sentences/checks.js';
import { documents } from './sentences/documents.js';
import { leads } from './sentences/leads.js';
import { mapping } from './sentences/mapping.js';
import { ruleChecks } from './sentences/rule-checks.js';
import { salesforce } from './sentences/salesforce.js';
import { sheets } from './sentences/sheets.js';
import { signingIn } from './sentences/signing-in.js';

export const SENTENCES = {
  ...accounts,
  ...calls,
  ...checks,
  ...documents,
  ...leads,
  ...mapping,
  ...ruleChecks,
  ...salesforce,
  ...sheets,
  ...signingIn,
} as const;
export type SentenceCode = keyof typeof SENTENCES;

export interface ReadSentence {
  readonly code: SentenceCode;
  /** The values in their places; one may be a sentence of ours itself. */
  readonly values: Readonly<Record<string, string>>;
}

interface Template {
  readonly code: SentenceCode;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function compile([code, text]: [string, string]): Template {
  // Text and names of values by turns.
  const parts = text.split(/\{(\w+)\}/);
  const source = parts.map((part, at) => (at % 2 === 0 ? literal(part) : '(.+?)')).join('');
  return {
    code: code as SentenceCode,
    pattern: new RegExp(`^${source}$`, 's'),
    names: parts.filter((_, at) => at % 2 === 1),
  };
}

const wordsIn = (text: string): number => text.replaceAll(/\{\w+\}/g, '').length;

/** Those with the most words of their own come first: a general one never takes what a special one says. */
const templates = Object.entries(SENTENCES)
  .sort(([, one], [, other]) => wordsIn(other) - wordsIn(one))
  .map(compile);

/** Null for a text that is none of our sentences. */
export function readSentence(text: string): ReadSentence | null {
  for (const { code, pattern, names } of templates) {
    const found = pattern.exec(text);
    if (!found) continue;
    return {
      code,
      values: Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])),
    };
  }
  return null;
}
