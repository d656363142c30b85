import type pg from 'pg';

/** One lead with its score by one model; what is left out is made up. */
export interface MadeLead {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly stage?: string;
  readonly model?: string;
  readonly total?: number | null;
  readonly band?: string | null;
  readonly grade?: string;
  readonly segment?: string;
  /** Milliseconds. */
  readonly changedAt?: number;
  readonly reasons?: readonly unknown[];
}

/** Leads as scoring leaves them. @returns their ids, in the order given. */
export async function makeLeads(
  pool: pg.Pool,
  workspace: number,
  leads: readonly MadeLead[],
): Promise<number[]> {
  const ids: number[] = [];
  for (const lead of leads) {
    const { rows } = await pool.query<{ id: number }>(
      'insert into leads (workspace, fields, stage, stage_since) values ($1, $2, $3, now()) returning id',
      [workspace, JSON.stringify(lead.fields ?? {}), lead.stage ?? null],
    );
    const id = rows[0]?.id ?? 0;
    await pool.query(
      `insert into scores (workspace, lead, model, version, total, grade, band, segment, dimensions, outside,
         reasons, scored_at, changed_at)
       values ($1, $2, $3, 1, $4, $5, $6, $7, '{}', $8, $9, ms($10), ms($10))`,
      [
        workspace,
        id,
        lead.model ?? 'm',
        lead.total === undefined ? 10 : lead.total,
        lead.grade ?? 'A1',
        lead.band === undefined ? 'warm' : lead.band,
        lead.segment ?? null,
        lead.total === null ? 'include' : null,
        JSON.stringify(lead.reasons ?? []),
        lead.changedAt ?? Date.parse('2026-03-01T12:00:00.123Z'),
      ],
    );
    await pool.query(
      'insert into lead_work (workspace, lead, dirty_seq, scored_seq, fields_seq) values ($1, $2, 1, 1, 1)',
      [workspace, id],
    );
    ids.push(id);
  }
  return ids;
}

/** A further workspace, whose leads nobody else may see. */
export async function makeWorkspace(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    "insert into workspaces (name) values ('another') returning id",
  );
  return rows[0]?.id ?? 0;
}
