/** What happened to a lead, on one axis: activities, changes of the score and of the stage. */
import type { Stage } from '../../lead/stage.js';
import type { Queryable } from '../../store/pool.js';
import { readCursor, writeCursor } from '../cursor.js';

interface TimelineBase {
  /** Milliseconds. */
  readonly at: number;
}

export interface TimelineActivity extends TimelineBase {
  readonly kind: 'activity';
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly crm: string;
}

export interface TimelineScore extends TimelineBase {
  readonly kind: 'score';
  readonly total: number | null;
  readonly before: number | null;
  readonly grade: string | null;
  readonly band: string | null;
  readonly version: number;
}

export interface TimelineStage extends TimelineBase {
  readonly kind: 'stage';
  readonly from: Stage | null;
  readonly to: Stage;
  readonly by: string;
  readonly why: string;
  readonly quiet: boolean;
}

export type TimelineEntry = TimelineActivity | TimelineScore | TimelineStage;

export interface TimelineOptions {
  readonly model: string;
  /** Nothing later than this moment, milliseconds. */
  readonly until: number;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Of equal moments the effect stands above its cause: stage, score, activity. */
const RANKS = { activity: 0, score: 1, stage: 2 } as const;

interface Row {
  readonly at: number;
  readonly rank: number;
  readonly id: number;
  readonly body: TimelineEntry;
}

/**
 * One page, the newest first. An act that several records of the person tell of comes once. Throws
 * `bad-cursor` (400) for a cursor of something else.
 */
export async function readTimeline(
  db: Queryable,
  workspace: number,
  lead: number,
  { model, until, limit, cursor }: TimelineOptions,
): Promise<{ items: TimelineEntry[]; next: string | null }> {
  const [at, rank, id] =
    cursor === undefined ? [until, 3, 0] : readCursor(cursor, ['number', 'number', 'number']);
  // Each kind is cut to a page by its own index before they are put together.
  const part = (rankOf: number, body: string, from: string, time: string, number: string): string =>
    `(select ${time} as at, ${rankOf} as rank, ${number} as id, ${body} as body ${from}
      and ${time} <= ms($3) and (${time} < ms($3) or ${rankOf} < $4::int
        or (${rankOf} = $4::int and ${number} < $5::bigint))
      order by ${time} desc, ${number} desc limit $6)`;
  const activities = part(
    RANKS.activity,
    `jsonb_build_object('kind', 'activity', 'type', a.type, 'attributes', a.attributes, 'crm', c.crm)`,
    `from activities a join records r on r.id = a.record join accounts c on c.id = r.account
     where a.workspace = $1 and a.lead = $2 and not exists (
       select from activities o where o.workspace = $1 and o.lead = $2 and o.identity = a.identity
         and (o.at, o.id) > (a.at, a.id) and o.record <> a.record)`,
    'a.at',
    'a.id',
  );
  const scores = part(
    RANKS.score,
    `jsonb_build_object('kind', 'score', 'total', h.total, 'grade', h.grade, 'band', h.band,
       'version', h.version, 'before', (select o.total from score_history o where o.workspace = $1
         and o.lead = $2 and o.model = $7 and o.at < h.at order by o.at desc limit 1))`,
    'from score_history h where h.workspace = $1 and h.lead = $2 and h.model = $7',
    'h.at',
    'h.version',
  );
  const stages = part(
    RANKS.stage,
    `jsonb_build_object('kind', 'stage', 'from', s.from_stage, 'to', s.to_stage, 'by', s.transition,
       'why', s.why, 'quiet', s.quiet)`,
    'from stage_history s where s.workspace = $1 and s.lead = $2',
    's.at',
    's.entry',
  );
  const { rows } = await db.query<Row>(
    `select * from (${activities} union all ${scores} union all ${stages}) t
     order by at desc, rank desc, id desc limit $6`,
    [workspace, lead, at, rank, id, limit + 1, model],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({ ...row.body, at: row.at })),
    next: rows.length > limit && last ? writeCursor([last.at, last.rank, last.id]) : null,
  };
}
