/** What one change event says, before anything is looked up. */
import { arrayOf, type JsonObject, objectOf, textOf, timeOf } from '../kit/json.js';

export interface ChangeEvent {
  readonly object: string;
  readonly records: readonly string[];
  /** `CREATE`, `UPDATE`, `DELETE`, `UNDELETE`, or a gap of one of them; `GAP_OVERFLOW`. */
  readonly type: string;
  /** Who called, where it was an API. */
  readonly origin: string;
  /** When it was committed, milliseconds since the epoch. */
  readonly at: number;
  /** The user who changed it. */
  readonly user: string;
  /** Its place in the channel. */
  readonly replayId: number;
  /** Field -> new value; compound fields are parted into those of the record. */
  readonly fields: JsonObject;
}

/** An event of a channel; undefined when it is none. */
export function changeEventOf(message: unknown): ChangeEvent | undefined {
  const { payload, event } = objectOf(message);
  const { ChangeEventHeader, ...fields } = objectOf(payload);
  const header = objectOf(ChangeEventHeader);
  const object = textOf(header.entityName);
  const type = textOf(header.changeType);
  const { replayId } = objectOf(event);
  if (object === undefined || type === undefined || typeof replayId !== 'number') return undefined;
  const nulled = arrayOf(header.nulledFields).filter((name) => typeof name === 'string');
  return {
    object,
    records: arrayOf(header.recordIds).filter((id) => typeof id === 'string'),
    type,
    origin: textOf(header.changeOrigin) ?? '',
    at: timeOf(header.commitTimestamp) ?? 0,
    user: textOf(header.commitUser) ?? '',
    replayId,
    fields: { ...Object.fromEntries(nulled.map((name) => [name, null])), ...parted(fields) },
  };
}

/** `Name: { FirstName }` -> `FirstName`; `MailingAddress: { City }` -> `MailingCity`. */
function parted(fields: JsonObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (typeof value !== 'object' || value === null) return [[name, value]];
      const prefix = /^(.*)Address$/.exec(name)?.[1] ?? '';
      return Object.entries(value).map(([part, of]) => [prefix + part, of]);
    }),
  );
}
