/** `--map "Column=field"`: what a person says of a column. */
import { nearest } from '../../language/nearest.js';
import { ACTIVITY_CHANNEL, isActivityType } from '../../lead/activity.js';
import { isLeadField, LEAD_FIELDS } from '../../lead/fields.js';
import { UsageError } from '../io.js';
import type { Meaning, Sample } from './guess.js';
import { shapeOf } from './shapes.js';

const ACTIVITY = /^activity[.:]/;

function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
}

function meaningOf(target: string, { values }: Sample): Meaning {
  if (target === '-') return { kind: 'ignored', why: 'left out by --map' };
  if (ACTIVITY.test(target)) {
    const type = target.replace(ACTIVITY, '');
    if (!isActivityType(type)) {
      const known = didYouMean(nearest(type, Object.keys(ACTIVITY_CHANNEL)));
      throw new UsageError(`--map: there is no activity type "${type}".${known}`);
    }
    const { shape } = shapeOf(values);
    const by = shape === 'date' ? 'date' : shape === 'count' ? 'count' : 'yes';
    return { kind: 'activity', type, by };
  }
  const field = target.replace(/^lead\./, '');
  if (!isLeadField(field)) {
    const known = didYouMean(nearest(field, Object.keys(LEAD_FIELDS)));
    throw new UsageError(
      `--map: there is no lead field "${field}".${known} Others are custom.<name>, activity.<type>, or - to leave the column out.`,
    );
  }
  return { kind: 'field', field, ...(field === 'company.employees' && { as: 'range' }) };
}

/** Column -> meaning. @throws UsageError when a column or field does not exist */
export function readCorrections(
  written: readonly string[],
  samples: readonly Sample[],
): Map<string, Meaning> {
  const told = new Map<string, Meaning>();
  for (const text of written) {
    const at = text.lastIndexOf('=');
    if (at < 1) throw new UsageError(`--map "${text}": expected "Column=field".`);
    const name = text.slice(0, at).trim();
    const sample =
      samples.find(({ header }) => header === name) ??
      samples.find(({ header }) => header.toLowerCase() === name.toLowerCase());
    if (!sample) {
      const headers = samples.map(({ header }) => header);
      throw new UsageError(
        `--map: there is no column "${name}".${didYouMean(nearest(name, headers))}`,
      );
    }
    told.set(sample.header, meaningOf(text.slice(at + 1).trim(), sample));
  }
  return told;
}
