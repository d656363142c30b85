/** Changes of the CRMs' stages that wait for a decision; some of them first for the name of their maker. */
import type { Queryable } from './pool.js';

export interface Signal {
  readonly workspace: number;
  readonly lead: number;
  readonly kind: 'stage';
  /** Our id of the record whose stage changed. */
  readonly record: number;
  readonly value: string | null;
  readonly at: number;
  readonly sourceKind: string;
  /** Since when the CRM is being asked who made it, milliseconds; null when it is not. */
  readonly askedAt: number | null;
}

export async function insertSignals(db: Queryable, signals: readonly Signal[]): Promise<void> {
  if (signals.length === 0) return;
  await db.query(
    `insert into signals (workspace, lead, kind, record, value, at, source_kind, asked_at)
     select workspace, lead, kind, record, value, ms(at), "sourceKind", ms("askedAt")
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, lead bigint, kind text, record bigint,
       value text, at bigint, "sourceKind" text, "askedAt" bigint)`,
    [JSON.stringify(signals)],
  );
}

/**
 * SQL: whether it is being asked who changed the stage of a lead. After ten minutes without an answer the
 * change is taken as it is.
 */
export function inQuestion(workspace: string, lead: string, now: string): string {
  return `exists (select from signals s where s.workspace = ${workspace} and s.lead = ${lead}
    and s.asked_at > ${now} - interval '10 minutes')`;
}

export interface Question {
  readonly id: number;
  readonly record: number;
  readonly value: string | null;
}

/** What is being asked about the stages of these records. */
export async function readQuestions(
  db: Queryable,
  records: readonly number[],
): Promise<Question[]> {
  if (records.length === 0) return [];
  const { rows } = await db.query(
    `select id, record, value from signals where record = any($1::bigint[]) and asked_at is not null`,
    [records],
  );
  return rows as Question[];
}

/** Those answered by a signal of its own go; of the others nobody can tell more. */
export async function closeQuestions(
  db: Queryable,
  answered: readonly Question[],
  unanswered: readonly Question[],
): Promise<void> {
  const ids = (list: readonly Question[]) => [
    list.map(({ id }) => id),
    list.map(({ record }) => record),
  ];
  const same = 'asked_at is not null and record = any($2::bigint[]) and id = any($1::bigint[])';
  if (answered.length > 0) await db.query(`delete from signals where ${same}`, ids(answered));
  if (unanswered.length > 0) {
    await db.query(`update signals set asked_at = null where ${same}`, ids(unanswered));
  }
}
