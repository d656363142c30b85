import type { Model, RuleDocument, SegmentDocument } from './schema.js';
import { disqualifyWords, segmentWords } from './words/entries.js';
import { boundsWords } from './words/plain.js';
import { predicateWords } from './words/predicate.js';
import { ruleWords, sizeWords } from './words/rule.js';
import { bandsWords, gradesWords, thresholdsWords } from './words/tables.js';

/** The threshold that makes a lead marketing-qualified. */
const MQL = 'mql';

/** A model in plain words: who is scored, what an MQL is, what every rule pays for, what follows. */
export function explainModel(model: Model): string {
  const title = `${model.model}, version ${model.version}`;
  const sections = [
    [model.description === undefined ? title : `${title}: ${model.description}`],
    population(model),
    qualified(model),
    total(model),
    ...Object.keys(model.dimensions).map((name) => dimension(name, model)),
    disqualified(model),
    section(
      'Grade (one letter per dimension, by whole points)',
      model.grades && gradesWords(model.grades),
    ),
    section('Bands of the total', model.bands && bandsWords(model.bands)),
    segments(model),
    section('Lists', lists(model)),
  ];
  const pinned = model.examples?.length ?? 0;
  if (pinned > 0) sections.push([`Pinned leads that must keep their result: ${pinned}.`]);
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

/** A heading with its lines indented; nothing at all without lines. */
function section(heading: string, lines: readonly string[] = []): string[] {
  return lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`)];
}

function population({ population: who, lists: known }: Model): string[] {
  const include = who?.include && `leads for which ${predicateWords(who.include, known)}`;
  const exclude = who?.exclude && `, except where ${predicateWords(who.exclude, known)}`;
  return [`Who is scored: ${include ?? 'all leads'}${exclude ?? ''}.`];
}

function qualified({ thresholds = {}, segments: all = [], lists: known }: Model): string[] {
  const lines: string[] = [];
  const own = thresholds[MQL];
  for (const segment of all) {
    const mql = segment.thresholds?.[MQL];
    if (segment.thresholds === undefined || mql === own) continue;
    const words = mql === undefined ? 'no threshold' : `a total of at least ${mql}`;
    lines.push(
      `In the segment ${nameOf(segment)} (${predicateWords(segment.when, known)}): ${words}.`,
    );
  }
  const first =
    own === undefined
      ? 'What an MQL is here: the model sets no threshold for it.'
      : `What an MQL is here: a lead with a total of at least ${own}.`;
  const others = Object.fromEntries(Object.entries(thresholds).filter(([name]) => name !== MQL));
  if (Object.keys(others).length > 0) lines.push(`Other thresholds: ${thresholdsWords(others)}.`);
  if (own !== undefined) lines.push('What else it takes is said by the lifecycle document.');
  return [first, ...lines.map((line) => `  ${line}`)];
}

function total(model: Model): string[] {
  const { method = 'sum', weights = {} } = model.total ?? {};
  const names = Object.keys(model.dimensions);
  const sum =
    method === 'sum'
      ? names.join(' + ')
      : names.map((name) => `${weights[name] ?? 0} x ${name}`).join(' + ');
  const bounds = boundsWords(model.total ?? {});
  return [`The total: ${sum}${bounds === undefined ? '' : `, kept ${bounds}`}.`];
}

function dimension(name: string, model: Model): string[] {
  const bounds = boundsWords(model.dimensions[name] ?? {});
  const lines = ruleLines(
    model.rules.filter((rule) => rule.dimension === name),
    model,
  );
  for (const [group, document] of Object.entries(model.groups ?? {})) {
    if (document.dimension !== name) continue;
    const limits = boundsWords(document);
    lines.push(`Group ${group}${limits === undefined ? '' : `, together ${limits}`}:`);
    const inside = ruleLines(
      model.rules.filter((rule) => rule.group === group),
      model,
    );
    lines.push(...inside.map((line) => `  ${line}`));
  }
  if (lines.length === 0) lines.push('no rules');
  return section(`Points for ${name}${bounds === undefined ? '' : `, ${bounds}`}:`, lines);
}

function ruleLines(rules: readonly RuleDocument[], model: Model): string[] {
  return rules.map(
    (rule) =>
      `${sizeWords(rule, model.readyAt).padStart(4)}  ${rule.label} [${rule.id}]: ${ruleWords(rule, model)}`,
  );
}

function disqualified(model: Model): string[] {
  const lines = (model.disqualify ?? []).map(
    (entry) => `${entry.label} [${entry.id}]: ${disqualifyWords(entry, model)}`,
  );
  return section('Out of the running (grade F, band out), whatever the points:', lines);
}

function segments(model: Model): string[] {
  const lines = (model.segments ?? []).map((segment) => {
    const changes = segmentWords(segment, model).join('; ');
    const when = predicateWords(segment.when, model.lists);
    return `${nameOf(segment)} [${segment.id}]: ${when}${changes === '' ? '' : ` -> ${changes}`}`;
  });
  return section('Segments (the first that fits):', lines);
}

function nameOf({ id, label }: SegmentDocument): string {
  return label ?? id;
}

function lists({ lists: all }: Model): string[] {
  return Object.entries(all).map(([name, entries]) => {
    const count = entries.length === 1 ? '1 entry' : `${entries.length} entries`;
    return `${name}: ${entries.length === 0 ? 'empty' : count}`;
  });
}
