/** Rows as leads: the guess is turned into a mapping document, so that a CSV is read by the same code as a CRM. */
import { type Activity, channelOf } from '../../lead/activity.js';
import { DAY } from '../../lib/clock.js';
import { type CompiledMapping, compileMapping } from '../../mapping/compile.js';
import type { ActivityDocument, MappingDocument, SourceDocument } from '../../mapping/schema.js';
import { timeOf } from '../../mapping/transforms/dates.js';
import type { ScoreInput } from '../../scoring/types.js';
import { FORM_WORDS, LAST_ACTIVITY_WORDS } from './activity-names.js';
import { isoDate } from './dates.js';
import { type Column, certainty } from './guess.js';
import { cellOf } from './shapes.js';

const ROW = 'row';
const YES = ['yes', 'y', 'true', '1', 'ja', 'oui', 'si', 'sí'];
/** More of one kind add nothing to any sensible rule. */
const MOST = 30;

function fieldsOf(columns: readonly Column[]): Record<string, SourceDocument> {
  const byField = new Map<string, Column[]>();
  for (const column of columns) {
    if (column.meaning.kind !== 'field') continue;
    const { field } = column.meaning;
    byField.set(field, [...(byField.get(field) ?? []), column]);
  }
  return Object.fromEntries(
    [...byField].map(([field, own]) => {
      const ranked = [...own].sort((a, b) => certainty(a) - certainty(b));
      const as = ranked.flatMap(({ meaning }) =>
        meaning.kind === 'field' && meaning.as !== undefined ? [meaning.as] : [],
      )[0];
      return [field, { from: ranked.map(({ header }) => header), ...(as && { as }) }];
    }),
  );
}

function activityDocument({ header, meaning }: Column): ActivityDocument | undefined {
  switch (meaning.kind) {
    case 'activity':
      if (meaning.by === 'date') return { type: meaning.type, when: header, at: 'value' };
      if (meaning.by === 'yes') return { type: meaning.type, when: header, if: { [header]: YES } };
      return undefined;
    case 'last-activity': {
      const type = { from: header, match: { ...LAST_ACTIVITY_WORDS } };
      return { type, when: header, ...(meaning.date && { at: meaning.date }) };
    }
    case 'form': {
      const type = { from: header, match: { ...FORM_WORDS }, else: 'form_submit' };
      return { type, when: header, at: meaning.date, set: { form: header } };
    }
    case 'page': {
      const path = { from: header, as: 'url_path' };
      return { type: 'page_view', when: header, at: meaning.date, set: { path } };
    }
    default:
      return undefined;
  }
}

function documentOf(columns: readonly Column[]): MappingDocument {
  const activities = columns.map(activityDocument).filter((one) => one !== undefined);
  return {
    crm: 'csv',
    version: 1,
    objects: { [ROW]: { role: 'person', fields: fieldsOf(columns), activities } },
  };
}

export interface RowProblem {
  readonly column: string;
  /** Without the value: it may be personal data. */
  readonly message: string;
}

export interface ReadRow {
  readonly input: ScoreInput;
  /** How a person calls this lead. */
  readonly name: string;
  readonly problems: readonly RowProblem[];
}

export interface RowReader {
  read(cells: readonly string[], row: number, now: number): ReadRow;
}

function nameOf(fields: ScoreInput['fields'], id: string | null, row: number): string {
  const person = [fields['name.first'], fields['name.last']].filter(Boolean).join(' ');
  const company = fields['company.name'];
  const who = person || (fields.email as string | undefined) || id || `row ${row}`;
  return typeof company === 'string' ? `${who} (${company})` : who;
}

/** The moment of acts without a date: the lead's last known one, else its creation, else now. */
function anchorOf(activities: readonly Activity[], createdAt: unknown, now: number): number {
  const known = activities.map((one) => one.occurredAt).filter((at) => at <= now);
  if (known.length > 0) return Math.max(...known);
  const created = typeof createdAt === 'string' ? timeOf(createdAt) : null;
  return created !== null && created <= now ? created : now;
}

export function createRowReader(columns: readonly Column[]): RowReader {
  const mapping: CompiledMapping = compileMapping(documentOf(columns));
  const acting = columns.filter((column) => activityDocument(column) !== undefined);
  const dated = acting.filter(
    ({ meaning }) => 'date' in meaning || ('by' in meaning && meaning.by === 'date'),
  );
  const undated = acting.filter((column) => !dated.includes(column));
  const counts = columns.filter(
    ({ meaning }) => meaning.kind === 'activity' && meaning.by === 'count',
  );
  const channels = new Set([
    ...mapping.channels(),
    ...counts.map(({ meaning }) => ('type' in meaning ? channelOf(meaning.type, {}) : 'none')),
  ]);
  channels.delete('none');
  const observed = [...channels];
  const ids = columns.filter(({ meaning }) => meaning.kind === 'id').map(({ header }) => header);

  const valuesOf = (cells: readonly string[]): Record<string, string | null> =>
    Object.fromEntries(
      columns.map(({ header, shape, order }, index) => {
        const cell = cellOf(cells[index]);
        return [
          header,
          cell !== null && shape.shape === 'date' ? (isoDate(cell, order) ?? cell) : cell,
        ];
      }),
    );

  return {
    read(cells, row, now) {
      const values = valuesOf(cells);
      const problems: RowProblem[] = [];
      const report = ({ property, message }: { property: string; message: string }): void => {
        if ((values[property] ?? null) !== null) problems.push({ column: property, message });
      };
      const { fields, problems: wrong } = mapping.lead({
        persons: [{ object: ROW, values }],
        deals: [],
      });
      for (const problem of wrong) report(problem);

      const activities: Activity[] = [];
      const add = (own: readonly Column[], at: number): void => {
        for (const { header } of own) {
          const change = {
            object: ROW,
            record: '',
            property: header,
            value: values[header] ?? null,
            at,
          };
          for (const one of mapping.activities(change, (name) => values[name] ?? null, report)) {
            const { type, attributes } = one;
            activities.push({ id: `${activities.length}`, type, occurredAt: one.at, attributes });
          }
        }
      };
      add(dated, now);
      const anchor = anchorOf(activities, fields.createdAt, now);
      add(undated, anchor);
      for (const { header, meaning } of counts) {
        if (meaning.kind !== 'activity') continue;
        const { type } = meaning;
        const known = activities.filter((one) => one.type === type).length;
        const more = Math.min(Number(values[header] ?? 0), MOST) - known;
        for (let back = 0; back < more; back += 1) {
          const occurredAt = anchor - (back + (known > 0 ? 1 : 0)) * DAY;
          activities.push({ id: `${activities.length}`, type, occurredAt, attributes: {} });
        }
      }
      const id = ids.map((header) => values[header]).find(Boolean) ?? null;
      return {
        input: { id: id ?? `row ${row}`, fields, activities, observed },
        name: nameOf(fields, id, row),
        problems,
      };
    },
  };
}
