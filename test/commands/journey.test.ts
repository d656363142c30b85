/** The way of an admin at the command line, against a simulated HubSpot: each command a process of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startHubSpotSimulator } from '../../connectors/hubspot/simulator/index.js';
import { type App, createApp } from '../../src/app.js';
import { systemClock } from '../../src/lib/clock.js';
import { silentLogger } from '../../src/lib/logger.js';
import { loadSettings } from '../../src/settings.js';
import { startWorker } from '../../src/worker.js';
import { UNFINISHED, waitFor } from '../support/app-world.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { jsonLines, runCli } from './support.js';

const SLOW = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-journey-'));

let database: TestDatabase;
let simulator: Awaited<ReturnType<typeof startHubSpotSimulator>>;
let env: Record<string, string>;
let app: App | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await startHubSpotSimulator({ contacts: 12 });
  env = {
    DATABASE_URL: database.url,
    SECRET_KEY: 'a secret key for tests, long enough to be one',
    HUBSPOT_BASE_URL: simulator.url,
    POLL_INTERVAL: '1s',
  };
}, SLOW);

afterAll(async () => {
  await app?.close();
  await simulator.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const plumbline = (args: readonly string[], input = '') => runCli(args, { input, env });

async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await database.pool.query(sql, values)).rows as T[];
}

/** Lets the workers run until nothing is left, in this process. */
async function work(): Promise<void> {
  if (!app) {
    app = await createApp({
      settings: loadSettings(env),
      log: silentLogger,
      clock: systemClock,
      owner: false,
    });
    startWorker(app.steps, app.wakes);
    await app.wakes.start();
  }
  await waitFor(
    'everything to be finished',
    async () => {
      const [row] = await rows<Record<string, number>>(UNFINISHED);
      return Object.values(row ?? {}).every((count) => count === 0);
    },
    SLOW,
  );
}

async function rest(): Promise<void> {
  await app?.close();
  app = undefined;
}

/** Calls that changed something in the CRM: refused looks at our rights do not. */
const writesOf = (crm: typeof simulator): number =>
  crm.requests
    .list()
    .filter(
      ({ operation, status }) =>
        /create|update|upsert|archive|associations\.(default|delete)/.test(operation) &&
        !/^associations\.batch\.read/.test(operation) &&
        status >= 200 &&
        status < 300,
    ).length;
const writes = (): number => writesOf(simulator);

const held = (record: string): Record<string, string | null> =>
  (simulator.describe('contacts', record) as { properties: Record<string, string | null> })
    .properties;

test(
  'before anything is connected, status says how to begin',
  async () => {
    const { code, stdout } = await plumbline(['status']);
    expect(code).toBe(0);
    expect(stdout).toContain('No account is connected. Begin with: plumbline connect hubspot');
  },
  SLOW,
);

test(
  'a wrong key is refused in one sentence that does not repeat it',
  async () => {
    const { code, stdout, stderr } = await plumbline(
      ['connect', 'hubspot', '--key', '-'],
      'pat-na1-wrong\n',
    );
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('HubSpot does not accept this key');
    expect(stderr).not.toContain('pat-na1-wrong');
    expect(await rows('select * from accounts')).toEqual([]);
    const nobody = await plumbline(['connect', 'hubspot']);
    expect(nobody.code).toBe(2);
    expect(nobody.stderr).toContain('--key -');
    const unknown = await plumbline(['connect', 'sugar', '--key', '-'], 'x');
    expect(unknown.stderr).toContain('There is no connector "sugar"');
  },
  SLOW,
);

test(
  'a key from standard input connects, read-only, and reading begins',
  async () => {
    const { code, stdout, stderr } = await plumbline(
      ['connect', 'hubspot', '--key', '-'],
      `${simulator.serviceKey}\n`,
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('connected by service key, read-only.');
    expect(stdout).toContain('time zone   Europe/Berlin');
    expect(stdout).toMatch(/readable {4}Contacts \(\d+ properties\)/);
    expect(stdout).toContain(`plumbline write-back on ${simulator.portal}`);
    const [account] = await rows<{ credentials: string; writes: boolean }>(
      'select * from accounts',
    );
    expect(account?.credentials).not.toContain(simulator.serviceKey);
    expect(account?.writes).toBe(false);
    const cursors = await rows<{ kind: string }>('select distinct kind from cursors order by 1');
    expect(cursors).toEqual([{ kind: 'backfill' }, { kind: 'poll' }]);

    const status = JSON.parse((await plumbline(['status', '--json'])).stdout);
    expect(status.accounts).toEqual([
      expect.objectContaining({ portal: simulator.portal, state: 'connected', writeBack: false }),
    ]);
    expect(status.accounts[0].firstLoad).toMatchObject({ completeAt: null, records: 0 });
  },
  SLOW,
);

test(
  'status follows the first load; nothing was written meanwhile',
  async () => {
    await work();
    await rest();
    const status = JSON.parse((await plumbline(['status', '--json'])).stdout);
    expect(status.accounts[0].firstLoad.objects.contacts).toEqual({ records: 12, done: true });
    expect(status.accounts[0].firstLoad.completeAt).not.toBeNull();
    const { completeFrom, wholeProperties } = status.accounts[0].history;
    expect(Date.parse(completeFrom)).toBeLessThanOrEqual(Date.parse(status.at));
    expect(wholeProperties).toBeGreaterThan(0);
    const stages = Object.values(status.leads.byStage as Record<string, number>);
    expect(stages.reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(status.backlog).toMatchObject({ deliveries: 0, changes: 0, dirtyLeads: 0 });
    expect(status.stuck).toEqual({});
    expect(writes()).toBe(0);
    const text = (await plumbline(['status'])).stdout;
    expect(text).toContain('first load   complete');
    expect(text).toContain(
      `history      complete from ${completeFrom.slice(0, 16).replace('T', ' ')} UTC; ${wholeProperties} properties from the beginning`,
    );
    expect(text).toMatch(/Stuck +nothing/);
  },
  SLOW,
);

/** A contact's new job title, as HubSpot pushes it. */
function hook(record: string, value: string): string {
  const file = join(folder, 'webhook.json');
  writeFileSync(
    file,
    JSON.stringify([
      {
        eventId: 4_001,
        subscriptionId: 1,
        portalId: Number(simulator.portal),
        appId: 9_100_001,
        occurredAt: Date.now(),
        subscriptionType: 'object.propertyChange',
        objectTypeId: '0-1',
        attemptNumber: 0,
        objectId: Number(record),
        propertyName: 'jobtitle',
        propertyValue: value,
        changeSource: 'CRM_UI',
        sourceId: 'userId:101',
      },
    ]),
  );
  return file;
}

const contactRow = async () =>
  (
    await rows<{ record: string; lead: number; email: string }>(
      `select r.record, r.lead, l.fields ->> 'email' as email from records r join leads l on l.id = r.lead
       join accounts a on a.id = r.account
       where a.portal = '${simulator.portal}' and r.object = 'contacts' and l.fields ? 'email' order by r.id limit 1`,
    )
  )[0] as { record: string; lead: number; email: string };

/** A contact's stored record in the first portal. */
const recordsOf = (record: string) =>
  rows(
    `select r.record from records r join accounts a on a.id = r.account
     where a.portal = $1 and r.object = 'contacts' and r.record = $2`,
    [simulator.portal, record],
  );

/** Everything stored, as one text. */
async function everything(): Promise<string> {
  const tables = [
    'accounts',
    'deliveries',
    'changes',
    'records',
    'value_history',
    'activities',
    'leads',
  ];
  tables.push('lead_work', 'scores', 'stage_history', 'desired', 'alerts', 'fetches', 'counters');
  const parts = await Promise.all(
    tables.map((table) => rows(`select * from ${table} t order by t::text`)),
  );
  return JSON.stringify(parts);
}

test(
  'a rehearsed webhook shows what would be written and leaves nothing behind',
  async () => {
    const { record } = await contactRow();
    const before = await everything();
    const sent = writes();
    const { code, stdout, stderr } = await plumbline([
      'replay',
      hook(record, 'Chief Marketing Officer'),
      '--dry-run',
    ]);
    expect(stderr).toContain(
      '1 event, 1 lead, 1 write and 0 tasks planned; nothing was kept or sent.',
    );
    expect(code).toBe(0);
    const [write] = jsonLines<{ values: Record<string, string> }>(stdout);
    expect(write).toMatchObject({
      kind: 'write',
      crm: 'hubspot',
      portal: simulator.portal,
      object: 'contacts',
      record,
      writeBack: false,
    });
    expect(write?.values.plumbline_reasons).toContain('Director or above');
    expect(await everything()).toBe(before);
    expect(writes()).toBe(sent);
  },
  SLOW,
);

test(
  'without a rehearsal the change is stored and scored',
  async () => {
    const { record, lead } = await contactRow();
    const { code, stderr } = await plumbline(['replay', hook(record, 'Chief Marketing Officer')]);
    expect(stderr).toContain('1 event, 1 lead, 0 writes and 0 tasks planned; kept');
    expect(code).toBe(0);
    const [stored] = await rows<{ fields: Record<string, string> }>(
      'select fields from leads where id = $1',
      [lead],
    );
    expect(stored?.fields.seniority).toBe('c_level');
    const foreign = join(folder, 'foreign.json');
    writeFileSync(foreign, JSON.stringify([{ portalId: 1, subscriptionType: 'contact.creation' }]));
    const refused = await plumbline(['replay', foreign, '--dry-run']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`Connected: ${simulator.portal}`);
  },
  SLOW,
);

test(
  'write-back is shown and confirmed before it is turned on',
  async () => {
    const { portal } = simulator;
    const asked = await plumbline(['write-back', 'on', portal]);
    expect(asked.code).toBe(2);
    expect(asked.stdout).toMatch(/plumbline_score +will be created/);
    expect(asked.stderr).toContain('Give --yes');
    expect(writes()).toBe(0);

    const on = await plumbline(['write-back', 'on', portal, '--yes']);
    expect(on.stderr).toBe('');
    expect(on.code).toBe(0);
    expect(on.stdout).toContain('Write-back is on. 12 leads will be written in the background');
    await work();
    const { record } = await contactRow();
    expect(held(record).plumbline_score).toMatch(/^\d+$/);
    expect(await rows('select * from alerts')).toEqual([]);
    const [audit] = await rows<{ who: string; details: { created: string[] } }>(
      `select who, details from audit where what = 'write-back.on'`,
    );
    expect(audit?.details.created).toContain('plumbline_score');
    const status = await plumbline(['status']);
    expect(status.stdout).toContain('write-back   on');
  },
  SLOW,
);

test(
  'write-back is turned off at once',
  async () => {
    const [account] = await rows<{ id: number }>('select id from accounts');
    const off = await plumbline(['write-back', 'off', String(account?.id)]);
    expect(off.code).toBe(0);
    expect(await rows('select writes from accounts')).toEqual([{ writes: false }]);
    const nobody = await plumbline(['write-back', 'on', '999', '--yes']);
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toContain(`There are: ${simulator.portal} (hubspot`);
  },
  SLOW,
);

test(
  'a property of another type keeps write-back off, and says why',
  async () => {
    const other = await startHubSpotSimulator({
      contacts: 1,
      portals: [{ id: '5151001', seed: 77 }],
      customProperties: [{ name: 'plumbline_score', type: 'string' }],
    });
    try {
      const own = { ...env, HUBSPOT_BASE_URL: other.url };
      await runCli(['connect', 'hubspot', '--key', other.serviceKey], { env: own });
      const { code, stdout, stderr } = await runCli(['write-back', 'on', '5151001', '--yes'], {
        env: own,
      });
      expect(code).toBe(1);
      expect(stdout).toMatch(/plumbline_score +CANNOT BE USED/);
      expect(stderr).toContain('exists with the type string; it must be number');
      const [account] = await rows(`select writes from accounts where portal = '5151001'`);
      expect(account).toEqual({ writes: false });
      expect(writesOf(other)).toBe(0);
    } finally {
      await other.close();
      await database.pool.query(
        `delete from cursors where account in (select id from accounts where portal = '5151001')`,
      );
      await database.pool.query(`update accounts set state = 'left' where portal = '5151001'`);
    }
  },
  SLOW,
);

test(
  'a person is erased at once, and what arrives later about them is dropped',
  async () => {
    await rest();
    const { record, lead, email } = await contactRow();
    const asked = await plumbline(['erase', email]);
    expect(asked.code).toBe(2);
    expect(asked.stdout).toContain(
      `Found 1 record of 1 lead: hubspot/${simulator.portal}/contacts/${record}.`,
    );
    const done = await plumbline(['erase', email.toUpperCase(), '--yes']);
    expect(done.code).toBe(0);
    expect(done.stdout).toContain('Erased 1 record, with history');
    for (const table of ['leads where id', 'activities where lead', 'scores where lead']) {
      expect(await rows(`select * from ${table} = $1`, [lead])).toEqual([]);
    }
    expect(await recordsOf(record)).toEqual([]);
    const [audit] = await rows<{ about: string }>(
      `select about from audit where what = 'person.erase.ask'`,
    );
    expect(JSON.stringify(audit)).not.toContain(email);

    await plumbline(['replay', hook(record, 'Director')]);
    expect(await recordsOf(record)).toEqual([]);
    const again = await plumbline(['erase', email, '--yes']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('Nobody is known here');
  },
  SLOW,
);

test(
  'a person is erased by record; a wrong one is explained',
  async () => {
    const { record } = await contactRow();
    const name = `hubspot/${simulator.portal}/contacts/${record}`;
    expect((await plumbline(['erase', '--record', name, '--yes'])).code).toBe(0);
    expect(await recordsOf(record)).toEqual([]);
    const wrong = await plumbline(['erase', '--record', 'hubspot/1']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('expected crm/portal/object/id');
  },
  SLOW,
);
