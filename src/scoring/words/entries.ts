import type { DisqualifyDocument, Model, SegmentDocument } from '../schema.js';
import { listed, windowWords } from './plain.js';
import { predicateWords } from './predicate.js';
import { sizeWords } from './rule.js';
import { bandsWords, gradesWords, thresholdsWords } from './tables.js';

/** What takes a lead out, without its label. */
export function disqualifyWords(entry: DisqualifyDocument, model: Model): string {
  const window = windowWords(entry);
  const { all, any = [] } = entry.rules ?? {};
  const words = entry.when
    ? predicateWords(entry.when, model.lists)
    : all
      ? `${listed(all, 'and')} all gave points, up or down`
      : `${listed(any, 'or')} gave points, up or down`;
  return window === undefined ? words : `${words}; only ${window}`;
}

/** What is different for the leads of a segment. */
export function segmentWords(segment: SegmentDocument, model: Model): string[] {
  const window = windowWords(segment);
  const rules = Object.entries(segment.rules ?? {}).map(
    ([id, change]) => `${id} ${overrideWords(change, model)}`,
  );
  return [
    ...(window === undefined ? [] : [`only ${window}`]),
    ...(segment.thresholds ? [`thresholds ${thresholdsWords(segment.thresholds)}`] : []),
    ...(segment.grades ? [`grades ${gradesWords(segment.grades).join('; ')}`] : []),
    ...(segment.bands ? [`bands ${bandsWords(segment.bands).join(', ')}`] : []),
    ...rules,
  ];
}

/** What a segment changes about one rule: `off`, `+25, unknown 0`. */
export function overrideWords(
  change: NonNullable<SegmentDocument['rules']>[string],
  { readyAt }: Model,
): string {
  if (change.off) return 'off';
  const parts: string[] = [];
  if (change.points !== undefined || change.percent !== undefined) {
    parts.push(sizeWords(change, readyAt));
  }
  if (change.unknown !== undefined) parts.push(`unknown ${change.unknown}`);
  if (change.else !== undefined) parts.push(`otherwise ${change.else}`);
  return parts.length === 0 ? 'as in the model' : parts.join(', ');
}
