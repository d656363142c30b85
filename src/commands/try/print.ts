import { DAY } from '../../lib/clock.js';
import { plural } from '../../lib/text.js';
import { scoreToJson } from '../../scoring/json.js';
import type { Reason } from '../../scoring/types.js';
import { type Output, type Style, styleOf } from '../io.js';
import type { Column } from './guess.js';
import type { Tried, TriedLead, Trouble } from './tried.js';

const REASONS = 4;
/** A file whose last act is older than this is judged as of another time than people expect. */
const OLD = 60 * DAY;

const words = (type: string): string => type.replaceAll('_', ' ');

/** What a column is read as, in words; null for those that no shipped rule reads. */
export function readingOf({ meaning, shape, order }: Column): string | null {
  const dates =
    shape.shape === 'date' && shape.order !== undefined
      ? `, read as ${order.replace('-', '/')}/year`
      : '';
  switch (meaning.kind) {
    case 'field':
      return meaning.field.startsWith('custom.') ? null : `${meaning.field}${dates}`;
    case 'activity':
      if (meaning.by === 'date') return `activity ${words(meaning.type)} at this time${dates}`;
      if (meaning.by === 'yes') return `activity ${words(meaning.type)} where it says yes`;
      return `so many activities ${words(meaning.type)}, one a day back from the last known date`;
    case 'last-activity':
      return meaning.date === undefined
        ? 'the last activity; no date in the file, so taken as of the last known date, else now'
        : `the last activity, at ${meaning.date}`;
    case 'form':
      return `activity by the form's name, at ${meaning.date}`;
    case 'page':
      return `activity page view of this page, at ${meaning.date}`;
    case 'date-of':
      return `the time of ${meaning.column}${dates}`;
    case 'id':
      return 'names the row';
    case 'ignored':
      return null;
  }
}

const signed = (points: number): string => `${points > 0 ? '+' : ''}${points}`;

function reasonText({ label, hundredths, evidence }: Reason): string {
  const { newest, last, since } = evidence ?? {};
  const at = [newest, last, since].find((one) => typeof one === 'string');
  const date = typeof at === 'string' ? ` (${at.slice(0, 10)})` : '';
  return `${signed(Math.round(hundredths) / 100)} ${label}${date}`;
}

function leadLines(lead: TriedLead, index: number, tried: Tried, style: Style): string[] {
  const { score } = lead;
  const place = String(index + 1).padStart(3);
  if (score.total === null)
    return [`${place}.  not scored: outside the model's population  ${lead.name}`];
  const facts = [score.grade, score.band].filter(Boolean).join(' ');
  const action = tried.action(score.band);
  const reasons = score.reasons.filter(
    ({ rule, evidence }) => rule !== null || evidence !== undefined,
  );
  const strongest = [...reasons].sort((a, b) => Math.abs(b.hundredths) - Math.abs(a.hundredths));
  const shown = strongest.slice(0, REASONS).map(reasonText);
  const more = strongest.length > REASONS ? [`${strongest.length - REASONS} more`] : [];
  const why = [...shown, ...more].join(', ') || 'nothing known speaks for or against it';
  return [
    `${place}.  ${style.bold(String(score.total).padStart(3))}  ${facts.padEnd(8)}  ${lead.name}${action ? style.dim(`  ${action}`) : ''}`,
    `           ${style.dim(why)}`,
  ];
}

function troubleLine({ what, count, rows }: Trouble): string {
  const more = count > rows.length ? ', …' : '';
  return `  ${what} (${count} row${count === 1 ? '' : 's'}: ${rows.join(', ')}${more})`;
}

export function printText(tried: Tried, output: Output): string {
  const style = styleOf(output);
  const { columns } = tried;
  const read = columns.flatMap((column) => {
    const reading = readingOf(column);
    return reading === null ? [] : [{ column, reading }];
  });
  const width = Math.min(44, Math.max(0, ...read.map(({ column }) => column.header.length)));
  const custom = columns.filter(
    ({ meaning }) => meaning.kind === 'field' && meaning.field.startsWith('custom.'),
  );
  const ignored = columns.filter(({ meaning }) => meaning.kind === 'ignored');
  const rows = tried.rows.toLocaleString('en');
  const bands = [...tried.bands].map(([band, count]) => `${band} ${count.toLocaleString('en')}`);
  return `${[
    `${tried.file}: ${rows} ${tried.rows === 1 ? 'row' : 'rows'}, ${plural(columns.length, 'column')}, ${tried.separator}-separated, ${tried.encoding}`,
    '',
    `${style.bold('How the columns were read')} (correct one with --map "Column=field")`,
    ...read.map(({ column, reading }) => {
      const told = column.told ? ' (as told)' : '';
      return `  ${column.header.padEnd(width)}  ${style.dim('->')} ${reading}${told}`;
    }),
    ...(custom.length > 0
      ? [`  Custom fields for a model of your own (${custom.length}): ${listOf(custom)}`]
      : []),
    ...(ignored.length > 0 ? [`  Left out (${ignored.length}): ${listOf(ignored)}`] : []),
    ...(tried.values.length > 0
      ? [
          '',
          style.warn('Values that could not be read'),
          ...tried.values.slice(0, 8).map(troubleLine),
        ]
      : []),
    '',
    `${style.bold(`The best ${Math.min(tried.best.length, tried.rows)} of ${rows}`)}, by ${tried.model} v${tried.version} as of ${new Date(tried.now).toISOString().slice(0, 16)}Z`,
    ...tried.best.flatMap((lead, index) => leadLines(lead, index, tried, style)),
    '',
    `Bands: ${bands.join(', ') || 'none'}.`,
    ...(tried.emptyLists.length > 0
      ? [`Not set up yet, so it gives no points: ${tried.emptyLists.join(', ')}.`]
      : []),
    ...oldHint(tried),
    'Nothing was stored or sent.',
  ].join('\n')}\n`;
}

function oldHint({ newest, now }: Tried): string[] {
  if (newest === null || now - newest < OLD) return [];
  const day = new Date(newest + DAY).toISOString().slice(0, 10);
  return [`The last act in the file is older than two months; --at ${day} scores as of then.`];
}

function listOf(columns: readonly Column[]): string {
  const names = columns.slice(0, 6).map(({ header }) => header);
  return columns.length > 6 ? `${names.join(', ')}, …` : names.join(', ');
}

export function printJson(tried: Tried): string {
  const document = {
    file: tried.file,
    separator: tried.separator,
    encoding: tried.encoding,
    rows: tried.rows,
    at: new Date(tried.now).toISOString(),
    model: tried.model,
    version: tried.version,
    columns: tried.columns.map(({ header, shape, meaning, told }) => ({
      column: header,
      values: shape.shape,
      told,
      ...meaning,
    })),
    badRows: tried.badRows,
    unreadableValues: tried.values,
    bands: Object.fromEntries(tried.bands),
    emptyLists: tried.emptyLists,
    leads: tried.best.map(({ row, name, score }) => ({ row, name, ...scoreToJson(score) })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
