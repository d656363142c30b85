/** Running steps as a rehearsal: on the real data, inside one transaction that is always rolled back. */
import type pg from 'pg';

/** Work lists and tables that all processes share: a rehearsal has its own, so that it takes nobody's work. */
const OWN_TABLES = ['deliveries', 'changes', 'fetches', 'fanouts', 'counters'] as const;
/** Rehearsed from a copy: what leads know of their last score, and accounts as if they could be written to. */
const COPIED_TABLES = ['lead_work', 'accounts'] as const;

type Query = (text: unknown, values?: unknown) => Promise<pg.QueryResult>;

/** `begin`, `commit` and `rollback` of the steps become savepoints of the one transaction around them. */
function nested(client: pg.PoolClient): pg.PoolClient {
  const query = client.query.bind(client) as unknown as Query;
  let depth = 0;
  const run: Query = async (text, values) => {
    switch (text) {
      case 'begin':
        depth += 1;
        return query(`savepoint rehearsal_${depth}`);
      case 'commit':
        depth -= 1;
        return query(`release savepoint rehearsal_${depth + 1}`);
      case 'rollback': {
        const name = `rehearsal_${depth}`;
        depth -= 1;
        return query(`rollback to savepoint ${name}; release savepoint ${name}`);
      }
      default:
        return query(text, values);
    }
  };
  return { query: run, release: () => {} } as unknown as pg.PoolClient;
}

async function shadow(client: pg.PoolClient): Promise<string> {
  const { rows } = await client.query<{ schema: string }>(
    'select quote_ident(current_schema()) as schema',
  );
  const schema = rows[0]?.schema ?? 'public';
  for (const table of [...OWN_TABLES, ...COPIED_TABLES]) {
    // A temporary table is found before the real one of its name.
    await client.query(
      `create temp table ${table} (like ${schema}.${table} including all) on commit drop`,
    );
  }
  for (const table of COPIED_TABLES) {
    await client.query(
      `insert into pg_temp.${table} overriding system value select * from ${schema}.${table}`,
    );
  }
  // What others have still to do is theirs.
  await client.query(
    'update pg_temp.lead_work set scored_seq = dirty_seq, due_at = null, error = null, retry_at = null',
  );
  await client.query('update pg_temp.accounts set writes = true');
  return schema;
}

export interface Rehearsal {
  /** Stands in for the pool of the steps; one connection, so steps run one after another. */
  readonly pool: pg.Pool;
  /** The leads that something was learnt about. */
  touchedLeads(): Promise<number[]>;
}

/**
 * Runs `work` on the data as it is and leaves nothing behind. Touched records and leads stay locked until
 * it ends; a lock that others hold is waited for five seconds.
 */
export async function rehearse<T>(
  pool: pg.Pool,
  work: (rehearsal: Rehearsal) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query(`set local lock_timeout = '5s'`);
    const schema = await shadow(client);
    const inner = nested(client);
    const stand = { query: inner.query, connect: async () => inner } as unknown as pg.Pool;
    return await work({
      pool: stand,
      async touchedLeads() {
        const { rows } = await client.query<{ lead: number }>(
          `select w.lead from pg_temp.lead_work w
           left join ${schema}.lead_work r on r.workspace = w.workspace and r.lead = w.lead
           where r.lead is null or w.dirty_seq > r.dirty_seq order by w.lead`,
        );
        return rows.map(({ lead }) => lead);
      },
    });
  } finally {
    await client.query('rollback').catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}
