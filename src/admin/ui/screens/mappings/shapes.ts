/** The parts of a mapping document as the forms see them. Whatever was written is read without a complaint. */

export type Scalar = string | number | boolean;
export type Meanings = Readonly<Record<string, Scalar>>;

export interface LongSource {
  readonly from?: string | readonly string[];
  readonly value?: Scalar;
  readonly as?: string | readonly string[];
  readonly table?: Meanings;
  readonly match?: Meanings;
  readonly else?: Scalar;
}
export type Source = string | LongSource;

export interface Activity {
  readonly type: Source;
  readonly when?: string;
  readonly at?: string;
  readonly set?: Readonly<Record<string, Source>>;
  readonly if?: Readonly<Record<string, Scalar | readonly Scalar[]>>;
}

export interface LongWrite {
  readonly to: string;
  readonly minChange?: number;
  readonly riseAtOnce?: boolean;
  readonly settle?: string;
  readonly table?: Readonly<Record<string, string>>;
  readonly keep?: readonly string[];
}
export type Write = string | LongWrite;

export interface ObjectPart {
  readonly fields: Readonly<Record<string, Source>>;
  readonly activities: readonly Activity[];
}

type Json = Readonly<Record<string, unknown>>;

const mapOf = (value: unknown): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {};

export function objectPart(document: unknown, object: string): ObjectPart {
  const own = mapOf(mapOf(mapOf(document).objects)[object]);
  return {
    fields: mapOf(own.fields) as ObjectPart['fields'],
    activities: Array.isArray(own.activities)
      ? own.activities.map((one) => ({ type: '', ...mapOf(one) }) as Activity)
      : [],
  };
}

export const writesPart = (document: unknown): Readonly<Record<string, Write>> =>
  mapOf(mapOf(document).writes) as Readonly<Record<string, Write>>;

export const listOf = <T>(written: T | readonly T[] | undefined): readonly T[] =>
  written === undefined || written === null
    ? []
    : Array.isArray(written)
      ? written
      : [written as T];

export const longSource = (source: Source): LongSource =>
  typeof source === 'string' ? { from: source } : mapOf(source);

export const longWrite = (write: Write): LongWrite =>
  typeof write === 'string' ? { to: write } : ({ to: '', ...mapOf(write) } as LongWrite);

const one = <T>(list: readonly T[]): T | readonly T[] | undefined =>
  list.length === 0 ? undefined : list.length === 1 ? (list[0] as T) : list;

function without<T extends object>(value: T): T {
  const kept = Object.entries(value).filter(
    ([, entry]) => entry !== undefined && !(Array.isArray(entry) && entry.length === 0),
  );
  return Object.fromEntries(kept) as T;
}

/** As short as it can be written: a property's name alone where nothing else is said. */
export function shortSource(long: LongSource): Source {
  const { from, as, ...rest } = long;
  const [names, transforms] = [one(listOf(from)), one(listOf(as))];
  const whole = without({ from: names, as: transforms, ...rest }) as LongSource;
  const keys = Object.keys(whole);
  return keys.length === 1 && typeof whole.from === 'string' ? whole.from : whole;
}

export function shortWrite(long: LongWrite): Write {
  const whole = without(long);
  return Object.keys(whole).length === 1 ? whole.to : whole;
}

export const shortActivity = (activity: Activity): Activity => {
  const { set, if: conditions, ...rest } = activity;
  const filled = (map: object | undefined) =>
    map !== undefined && Object.keys(map).length > 0 ? map : undefined;
  return without({ ...rest, set: filled(set), if: filled(conditions) }) as Activity;
};

/** A word that a person typed, as the kind of value that the document would have. */
export function scalarOf(text: string, like: 'text' | 'number' | 'boolean'): Scalar {
  if (like === 'boolean' && /^(true|false)$/i.test(text.trim()))
    return text.trim().toLowerCase() === 'true';
  if (like === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

/** Properties that a source reads. */
export const propertiesOf = (source: Source): readonly string[] => listOf(longSource(source).from);

/** What the type of an activity may be, in few words. */
export function typeWords({ type }: Activity): string {
  if (typeof type === 'string') return type;
  const long = longSource(type);
  const types = Object.values(long.match ?? long.table ?? {}).map(String);
  const all = [...new Set([...types, ...(long.else === undefined ? [] : [String(long.else)])])];
  return all.length > 2 ? `${all.slice(0, 2).join(', ')} …` : all.join(', ');
}
