/** The model that a sheet is put into where none is named. */
import type { RuleDocument } from '../schema.js';
import { ageingWords } from './defaults.js';
import { Edits, lineEnd, readSource } from './source.js';
import type { SheetEntry } from './types.js';

export interface BaseOptions {
  readonly name: string;
  readonly description: string;
  /** Where it came from, the first line of its head. */
  readonly origin: string;
}

/** Acts that are never asked for by asset, as unsubscribing: what takes points stays unless it is told otherwise. */
const takesPoints = ({ points, percent }: RuleDocument): boolean => (points ?? percent ?? 0) < 0;

/**
 * A ready model without its rules over acts and without its pinned leads: what remains says who the lead is.
 * Rules that take points stay, except over the acts named.
 */
export function baseOf(text: string, replaced: ReadonlySet<string>, options: BaseOptions): string {
  const { rules, top } = readSource(text);
  const edits = new Edits();
  const cut = (from: number, to: number): void =>
    edits.replace([lineEnd(text, from), lineEnd(text, to)], '');
  const listed = top.find(({ key }) => key === 'rules')?.keySpan[1] ?? 0;
  for (const [index, { rule, span }] of rules.entries()) {
    const types = [rule.activity?.type ?? []].flat();
    const stays =
      rule.when !== undefined ||
      (rule.activity !== undefined &&
        takesPoints(rule) &&
        !types.some((type) => replaced.has(type)));
    if (!stays) cut(rules[index - 1]?.span[1] ?? listed, span[1]);
  }
  for (const [index, { key, span, keySpan }] of top.entries()) {
    if (key === 'examples') cut(top[index - 1]?.span[1] ?? 0, span[1]);
    if (key === 'model') edits.replace(span, options.name);
    if (key === 'description') edits.replace(span, options.description);
    if (index === 0) edits.replace([0, keySpan[0]], head(options.origin));
  }
  return `${edits.apply(text).trimEnd()}\n`;
}

/** Who the lead is by the starter's rules, ready for rules over acts that take the place of its own. */
export function baseFor(
  starter: string,
  entries: readonly SheetEntry[],
  options: { readonly name: string; readonly origin: string },
): string {
  const replaced = new Set(entries.flatMap(({ matcher }) => [matcher?.type ?? []].flat()));
  const description = 'What each asset says about a lead, and who the lead is';
  return baseOf(starter, replaced, { ...options, description });
}

/** The ready model that a new one takes its rules of who the lead is from. */
export const STARTER = 'config/scoring/starter.yaml';

/** Where rules came from, for the head of a model that was made. */
export const ORIGINS = {
  sheet: 'Made from a sheet of assets: how sales-ready would somebody be who did only this?',
  interview: 'Made by an interview: how sales-ready would somebody be who did only this?',
} as const;

function head(origin: string): string {
  const lines = [
    origin,
    'docs/scoring.md says exactly what each key means.',
    '',
    'How long an act counts (within) and how it ages (decay) was set by its kind. Correct it here:',
    ...ageingWords().map((line) => `- ${line}`),
  ];
  return lines
    .map((line) => `# ${line}`.trimEnd())
    .join('\n')
    .concat('\n');
}
