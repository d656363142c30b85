/** Puts a sheet's assets into a model's text: rules that are there keep everything but what the sheet says. */
import { isDeepStrictEqual } from 'node:util';
import { PlumblineError } from '../../lib/errors.js';
import { fold } from '../../lib/fold.js';
import type { MatcherDocument, RuleDocument } from '../schema.js';
import { inline } from './activity-cell.js';
import { ageingOf } from './defaults.js';
import { placeGroups } from './groups.js';
import { ruleId } from './names.js';
import {
  commentAfter,
  commentPlace,
  Edits,
  lineEnd,
  lineStart,
  type ModelSource,
  type PlacedRule,
  readSource,
} from './source.js';
import type { RowNote, SheetEntry } from './types.js';

/** Points of a sales-ready lead, where a model does not say. */
export const READY_AT = 100;

export interface PutSheet {
  readonly text: string;
  /** Labels of new rules, of rules that say something else now, and of those that the sheet does not have. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly kept: readonly string[];
  readonly notes: readonly RowNote[];
  /** Rows that could not be put anywhere. */
  readonly troubles: readonly RowNote[];
}

/** The rules over acts, to which rows of a sheet belong. */
export function actRules({ rules }: ModelSource): PlacedRule[] {
  return rules.filter(({ rule }) => rule.activity !== undefined);
}

type Named = Pick<SheetEntry, 'asset' | 'matcher'>;

/** Gives each asset its rule, and each rule to one asset: by label, best with the same acts, else by id. */
function rulesOf<E extends Named>(
  entries: readonly E[],
  rules: readonly PlacedRule[],
): ReadonlyMap<E, PlacedRule> {
  const free = new Set(rules);
  const byLabel = new Map<string, PlacedRule[]>();
  for (const placed of rules) {
    const label = fold(placed.rule.label);
    const named = byLabel.get(label);
    if (named) named.push(placed);
    else byLabel.set(label, [placed]);
  }
  const byId = new Map(rules.map((placed) => [placed.rule.id, placed]));
  const found = new Map<E, PlacedRule>();
  const take = (entry: E, placed: PlacedRule | undefined): void => {
    if (!placed || found.has(entry) || !free.delete(placed)) return;
    found.set(entry, placed);
  };
  const named = ({ asset }: E) => (byLabel.get(fold(asset)) ?? []).filter((one) => free.has(one));
  for (const entry of entries) {
    const same = ({ rule }: PlacedRule) => isDeepStrictEqual(rule.activity, entry.matcher);
    take(entry, named(entry).find(same));
  }
  for (const entry of entries) take(entry, named(entry)[0]);
  for (const entry of entries) take(entry, byId.get(ruleId(entry.asset, new Set())));
  return found;
}

/** Whether an asset's name is the label or the id of a rule over acts. */
export function knownIn(text: string): (asset: string) => boolean {
  const rules = actRules(readSource(text));
  const labels = new Set(rules.map(({ rule }) => fold(rule.label)));
  const ids = new Set(rules.map(({ rule }) => rule.id));
  return (asset) => labels.has(fold(asset)) || ids.has(ruleId(asset, new Set()));
}

/** The dimension of acts: the one told, `engagement`, or the only one. */
function dimensionOf({ top }: ModelSource, told: string | undefined): string {
  const value = top.find(({ key }) => key === 'dimensions')?.value ?? {};
  const names = Object.keys(value);
  if (told !== undefined && names.includes(told)) return told;
  if (told === undefined && names.includes('engagement')) return 'engagement';
  const [only] = names;
  if (told === undefined && only !== undefined && names.length === 1) return only;
  throw new PlumblineError(
    'no-dimension',
    `Which dimension do the assets pay into? Say it with --dimension; the model has ${names.join(', ')}.`,
  );
}

/** Changes what the sheet says otherwise; true when something did. */
function change(
  placed: PlacedRule,
  entry: SheetEntry,
  group: string | undefined,
  list: ModelSource['list'],
  edits: Edits,
  text: string,
): boolean {
  let changed = false;
  const put = (keys: readonly string[], key: string, value: string): void => {
    const place = placed.entries.find((one) => keys.includes(one.key));
    if (!place || (place.key === key && inline(place.value) === value)) return;
    if (place.key !== key) edits.replace(place.keySpan, list.flow ? JSON.stringify(key) : key);
    edits.replace(place.span, value);
    changed = true;
  };
  const [[unit, value] = ['points', 0]] = Object.entries(entry.worth);
  put(['points', 'percent'], unit, String(value));
  if (group !== undefined) put(['group', 'dimension'], 'group', inline(group));
  if (entry.told && !isDeepStrictEqual(entry.matcher, placed.rule.activity)) {
    put(['activity'], 'activity', inline(entry.matcher));
  }
  const place = list.flow ? undefined : commentPlace(placed, text);
  if (place !== undefined && entry.comment !== '' && commentAfter(text, place) !== entry.comment) {
    edits.replace([place, lineEnd(text, place)], ` # ${entry.comment}`);
    changed = true;
  }
  return changed;
}

function newRule(
  { asset, worth }: SheetEntry,
  matcher: MatcherDocument,
  id: string,
  place: { readonly group: string } | { readonly dimension: string },
): RuleDocument {
  return { id, ...place, label: asset, activity: matcher, ...worth, ...ageingOf(matcher) };
}

/** Adds rules behind the last one, one a line. */
function append(
  source: ModelSource,
  lines: readonly { readonly rule: RuleDocument; readonly comment: string }[],
  edits: Edits,
  newline: string,
): void {
  const { text, rules, list } = source;
  if (lines.length === 0) return;
  const last = rules.at(-1);
  if (list.flow || !last) {
    const comma = last ? ', ' : '';
    edits.insert(list.span[1] - 1, comma + lines.map(({ rule }) => inline(rule)).join(', '));
    return;
  }
  const start = text.slice(lineStart(text, last.span[0]), last.span[0]);
  const indent = /^\s*/.exec(start)?.[0] ?? '';
  const written = lines.map(({ rule, comment }) => {
    const behind = comment === '' ? '' : ` # ${comment}`;
    return `${newline}${indent}- ${inline(rule)}${behind}`;
  });
  edits.insert(lineEnd(text, last.span[1]), written.join(''));
}

const typesOf = (matcher: MatcherDocument): string[] => [matcher.type].flat();

/** A new rule that pays for what another rule of the model pays for already. */
function overlap(
  entry: SheetEntry,
  matcher: MatcherDocument,
  rules: readonly PlacedRule[],
): RowNote[] {
  return rules.flatMap(({ rule }) => {
    const { activity } = rule;
    if (!activity || (activity.where && !isDeepStrictEqual(activity.where, matcher.where)))
      return [];
    const both = typesOf(activity).filter((type) => typesOf(matcher).includes(type));
    if (both.length === 0) return [];
    const message = `counts ${both.join(', ')}, as the rule "${rule.label}" (${rule.id}) does: one act pays for both`;
    return [{ row: entry.row, message }];
  });
}

/**
 * Puts the entries of a sheet into a model's text. What the sheet does not say (windows, ageing, repeats,
 * guards) stays, as does every line that is not about it. Entries without acts of their own are matched by
 * label or id.
 * @throws PlumblineError when the dimension is not clear
 */
export function putSheet(
  text: string,
  entries: readonly SheetEntry[],
  options: { readonly dimension?: string | undefined } = {},
): PutSheet {
  const source = readSource(text);
  const edits = new Edits();
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const dimension = (): string => dimensionOf(source, options.dimension);
  const groupOf = placeGroups(source, entries, dimension, edits, newline);
  const rules = actRules(source);
  const placedOf = rulesOf(entries, rules);
  const ids = new Set(source.rules.map(({ rule }) => rule.id));
  const added: { readonly rule: RuleDocument; readonly comment: string }[] = [];
  const changed: string[] = [];
  const notes: RowNote[] = [];
  const troubles: RowNote[] = [];
  const fresh: { readonly entry: SheetEntry; readonly matcher: MatcherDocument }[] = [];
  for (const entry of entries) {
    const group = groupOf(entry.stage);
    const placed = placedOf.get(entry);
    if (placed) {
      if (change(placed, entry, group, source.list, edits, text)) changed.push(placed.rule.label);
    } else if (entry.matcher) {
      const id = ruleId(entry.asset, ids);
      ids.add(id);
      const place = group === undefined ? { dimension: dimension() } : { group };
      added.push({ rule: newRule(entry, entry.matcher, id, place), comment: entry.comment });
      fresh.push({ entry, matcher: entry.matcher });
    } else {
      const message = `"${entry.asset}" means a rule for which another row stands already`;
      troubles.push({ row: entry.row, message });
    }
  }
  const taken = new Set(placedOf.values());
  const kept = rules.filter((placed) => !taken.has(placed));
  for (const { entry, matcher } of fresh) notes.push(...overlap(entry, matcher, kept));
  append(source, added, edits, newline);
  const version = source.top.find(({ key }) => key === 'version');
  const percent = entries.some(({ worth }) => 'percent' in worth);
  if (percent && version && !source.top.some(({ key }) => key === 'readyAt')) {
    const ready = source.flow ? `, "readyAt": ${READY_AT}` : `${newline}readyAt: ${READY_AT}`;
    edits.insert(source.flow ? version.span[1] : lineEnd(text, version.span[1]), ready);
  }
  return {
    text: edits.apply(text),
    added: added.map(({ rule }) => rule.label),
    changed,
    kept: kept.map(({ rule }) => rule.label),
    notes,
    troubles,
  };
}
