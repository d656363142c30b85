import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubspot } from '../../connectors/hubspot/index.js';
import { createDocuments } from '../../src/evaluate/documents.js';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { evaluateLeads } from '../../src/evaluate/step.js';
import { DAY, HOUR } from '../../src/lib/clock.js';
import { silentLogger } from '../../src/lib/logger.js';
import { publishDocument } from '../../src/store/documents.js';
import { readActivities } from '../../src/store/lead-facts.js';
import { createIntakeWorld, type IntakeWorld } from '../support/intake-world.js';

const START = Date.parse('2026-03-02T12:00:00Z');
const YEAR = 365 * DAY;

let now = START;
let world: IntakeWorld;
let documents: ReturnType<typeof createDocuments>;

/** A lifecycle that time alone never moves: what is looked at here is the score. */
const LIFECYCLE = `
lifecycle: default
version: 1
transitions:
  - id: deal-won
    label: A deal was won
    from: [subscriber, lead]
    to: customer
    when: { field: deal.won, gte: 1 }
`;

beforeAll(async () => {
  world = await createIntakeWorld(() => now);
  const { pool } = world.database;
  const { workspace } = world.account;
  await publishShipped(pool, workspace, '.', ['hubspot']);
  const by = { who: 'test', reason: 'a quiet year' };
  const alerts = readFileSync('config/alerts.yaml', 'utf8').replace(
    /^triggers:\n[\s\S]*?(?=^\S)/m,
    'triggers: []\n',
  );
  await publishDocument(
    pool,
    workspace,
    { kind: 'lifecycle', name: 'default', text: LIFECYCLE },
    by,
  );
  await publishDocument(pool, workspace, { kind: 'alerts', name: 'default', text: alerts }, by);
  documents = createDocuments(pool, (path) => readFileSync(path, 'utf8'));
  await world.page({
    readAt: now - 1,
    origin: 'fetch',
    snapshots: [
      {
        object: 'contacts',
        record: '1',
        modifiedAt: now - HOUR,
        createdAt: now - 100 * DAY,
        properties: {
          email: 'ann@acme.example',
          lifecyclestage: 'lead',
          jobtitle: 'Head of Marketing',
          recent_conversion_date: new Date(now - 2 * DAY - 7 * HOUR).toISOString(),
          recent_conversion_event_name: 'Demo request',
          hs_email_last_open_date: new Date(now - 3 * DAY).toISOString(),
          hs_analytics_last_timestamp: new Date(now - 40 * HOUR).toISOString(),
          hs_analytics_last_url: 'https://us.example/pricing',
        },
      },
    ],
    missing: [],
  });
  await world.drain();
});
afterAll(() => world?.database.drop());

/** @returns how many leads were scored. */
const score = (): Promise<number> =>
  evaluateLeads({
    pool: world.database.pool,
    clock: () => now,
    log: silentLogger,
    connectors: new Map([['hubspot', hubspot]]),
    documents,
    tasksPerOwnerPerDay: 10,
    instance: 'i',
    marker: (key) => key,
  });

interface Figures {
  readonly total: number;
  readonly grade: string;
  readonly band: string;
  readonly dimensions: Readonly<Record<string, number>>;
}

async function published(): Promise<Figures> {
  const rows = await world.rows<Figures>('select total, grade, band, dimensions from scores');
  expect(rows).toHaveLength(1);
  return rows[0] as Figures;
}

async function dueAt(): Promise<number | null> {
  const [row] = await world.rows<{ due: number | null }>(
    'select extract(epoch from due_at) * 1000 as due from lead_work',
  );
  return row?.due == null ? null : Number(row.due);
}

test('a lead that is silent for a year is scored again when a published figure moves, and only then', async () => {
  expect(await score()).toBe(1);
  const first = await published();
  expect(first.total).toBeGreaterThan(40);

  const moves: { readonly at: number; readonly figures: Figures }[] = [{ at: now, figures: first }];
  for (let due = await dueAt(); due !== null && due < START + YEAR; due = await dueAt()) {
    now = due - 1;
    expect(await score()).toBe(0);
    now = due;
    expect(await score()).toBe(1);
    const figures = await published();
    expect(figures).not.toEqual(moves.at(-1)?.figures);
    moves.push({ at: due, figures });
  }
  expect(moves.length).toBeGreaterThan(30);
  expect(moves.length).toBeLessThan(200);
  const history = await world.rows<{ count: number }>(
    'select count(*)::int as count from score_history',
  );
  expect(history).toEqual([{ count: moves.length }]);

  // Between two of these moments nothing moved: asked every seven hours, the model says what stood there.
  const [model] = await documents.models(world.account.workspace);
  const [lead] = await world.rows<{ id: number; fields: Record<string, unknown> }>(
    'select id, fields from leads',
  );
  if (!model || !lead) throw new Error('no model or no lead');
  const activities = await readActivities(
    world.database.pool,
    world.account.workspace,
    [lead.id],
    [],
  );
  const mapping = await documents.mapping(world.account);
  for (let at = START; at < START + YEAR; at += 7 * HOUR) {
    const input = {
      id: '1',
      fields: lead.fields,
      activities: activities.get(lead.id) ?? [],
      observed: mapping.channels(),
    };
    const { total, grade, band, dimensions } = model.scorer.totals(input, at);
    const stood = moves.findLast((move) => move.at <= at)?.figures;
    expect({ at, total, grade, band, dimensions }).toEqual({ at, ...stood });
  }
});
