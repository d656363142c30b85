import { readSentence, type SentenceCode } from '../../../api/contract/sentences.js';
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

export const sentences: Record<SentenceCode, string> = {
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
};

/** Where one sentence ends and the next begins. */
const BETWEEN = /(?<=[.:!?]) (?=[A-Z])/;

/** A text of the server in German: sentence by sentence, and what is none of ours as it is. */
export function said(text: string): string {
  const read = readSentence(text);
  if (read) {
    // What stands in quotes is a name that somebody gave; another value may be a sentence of ours.
    return sentences[read.code].replaceAll(
      /(["„]?)\{(\w+)\}/g,
      (_all, quote: string, name: string) => {
        const value = read.values[name] ?? '';
        return quote === '' ? said(value) : quote + value;
      },
    );
  }
  const parts = text.split(BETWEEN);
  return parts.length > 1 ? parts.map(said).join(' ') : text;
}
