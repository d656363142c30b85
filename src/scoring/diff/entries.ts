import type { DisqualifyDocument, Model, SegmentDocument } from '../schema.js';
import { disqualifyWords, overrideWords, segmentWords } from '../words/entries.js';
import { predicateWords } from '../words/predicate.js';
import { byId, byKey, changeInWords, changeOf, pair, type Say } from './change.js';
import { bandChanges, gradeChanges, numberChanges, windowChanges } from './tables.js';

type SayOf = (id: string, what: string) => Say;

export function disqualifyChanges(before: Model, after: Model, sayOf: SayOf): void {
  pair(byId(before.disqualify), byId(after.disqualify), (id, was, is) => {
    const say = sayOf(id, `disqualification ${id}`);
    if (was && is) {
      changeOf(say, 'label', was.label, is.label);
      const condition = ({ when, rules }: DisqualifyDocument) => ({ id, label: '', when, rules });
      const told = (one: DisqualifyDocument): string => disqualifyWords(one, after);
      changeInWords(say, 'condition', condition(was), condition(is), told);
      windowChanges(say, was, is);
    } else if (was) say('removed', `removed (${disqualifyWords(was, before)})`);
    else if (is) say('added', `added (${disqualifyWords(is, after)})`);
  });
}

export function segmentsChanges(before: Model, after: Model, sayOf: SayOf): void {
  pair(byId(before.segments), byId(after.segments), (id, was, is) => {
    const say = sayOf(id, `segment ${id}`);
    if (was && is) changed(say, was, is, after);
    else if (was) say('removed', `removed (${whole(was, before)})`);
    else if (is) say('added', `added (${whole(is, after)})`);
  });
}

function whole(segment: SegmentDocument, model: Model): string {
  return [predicateWords(segment.when, model.lists), ...segmentWords(segment, model)].join('; ');
}

function changed(say: Say, was: SegmentDocument, is: SegmentDocument, after: Model): void {
  changeOf(say, 'label', was.label, is.label);
  changeInWords(say, 'condition', was.when, is.when, (one) => predicateWords(one, after.lists));
  windowChanges(say, was, is);
  for (const table of ['thresholds', 'grades', 'bands'] as const) {
    if ((was[table] === undefined) === (is[table] === undefined)) continue;
    say('changed', is[table] ? `now has ${table} of its own` : `no longer has ${table} of its own`);
  }
  const inside = (): Say => say;
  numberChanges(inside, 'threshold', was.thresholds, is.thresholds);
  gradeChanges(inside, was.grades, is.grades);
  bandChanges(inside, was.bands, is.bands);
  pair(byKey(was.rules), byKey(is.rules), (rule, then, now) => {
    changeInWords(say, `rule ${rule}`, then, now, (one) => overrideWords(one, after));
  });
}
