import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { leadsApi } from '../../../../src/admin/api/contract/leads.js';
import { overviewApi } from '../../../../src/admin/api/contract/overview.js';
import { viewsApi } from '../../../../src/admin/api/contract/views.js';
import type {
  Choices,
  Duplicate,
  FeedEntry,
  LeadPage,
  LeadSources,
  LeadWouldChange,
  LeadWrites,
  ListedLead,
  Overview,
  SavedView,
  TimelineItem,
} from '../../../../src/admin/api/contract.js';
import { leadRoutes } from '../../../../src/admin/api/routes/leads.js';
import { overviewRoutes } from '../../../../src/admin/api/routes/overview.js';
import { viewRoutes } from '../../../../src/admin/api/routes/views.js';
import { createLeadServices } from '../../../../src/app-leads.js';
import { DAY } from '../../../../src/lib/clock.js';
import { type AppWorld, createAppWorld } from '../../../support/app-world.js';
import { makeWorkspace } from '../../../support/listed-leads.js';
import { openTestApi, type TestApi } from '../support.js';

/** What a visitor may type into a form. */
const NASTY = '<img src=x onerror=alert(1)>';

let world: AppWorld;
let api: TestApi;
let other: number;
/** The lead that filled a form. */
let hot: ListedLead;

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await api.send<T>('GET', path);
  expect({ path, status, body: status === 200 ? {} : body }).toEqual({
    path,
    status: 200,
    body: {},
  });
  return body;
};

beforeAll(async () => {
  world = await createAppWorld({ simulator: { contacts: 12 } });
  const [record] = await world.rows<{ record: string }>(
    `select record from records where object = 'contacts' and lead is not null order by id limit 1`,
  );
  const id = record?.record ?? '';
  const acts = world.simulator.acts();
  acts.edit('contacts', id, {
    firstname: NASTY,
    lastname: 'Aaronson',
    jobtitle: 'Director of Marketing',
  });
  acts.behave(id, { kind: 'page_view', at: Date.now() - 60_000, page: '/pricing' });
  acts.fillForm(id, 'demo');
  let found: ListedLead | undefined;
  for (const end = Date.now() + 60_000; !found && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    await world.settle();
    const [row] = await world.rows<{ lead: number }>(
      `select a.lead from activities a join records r on r.id = a.record
       where r.record = $1 and a.type = 'demo_request' and exists (select from leads l
         where l.id = a.lead and l.search like '%aaronson%')`,
      [id],
    );
    if (!row) continue;
    const services = createLeadServices(world.app);
    other = await makeWorkspace(world.database.pool);
    api = await openTestApi(
      { leads: leadsApi, overview: overviewApi, views: viewsApi },
      {
        leads: leadRoutes(services),
        overview: overviewRoutes(services),
        views: viewRoutes(services),
      },
      world.account.workspace,
    );
    [found] = (await get<Page<ListedLead>>('/leads?text=aaronson')).items;
  }
  if (!found) throw new Error('the lead was not found');
  hot = found;
});
afterAll(async () => {
  await api?.close();
  await world?.close();
});

test('a lead is found by its name, with its best reason, as plain text', () => {
  expect(hot).toMatchObject({ name: `${NASTY} Aaronson`, jobTitle: 'Director of Marketing' });
  expect(hot.topReason).toBeTruthy();
  expect(hot.crms).toEqual(['hubspot']);
});

test('the list is paged, counted, sorted and refuses what it does not know', async () => {
  const whole = await get<Page<ListedLead>>('/leads?limit=200');
  const first = await get<Page<ListedLead>>('/leads?limit=5');
  const second = await get<Page<ListedLead>>(`/leads?limit=5&cursor=${first.next}`);
  expect([...first.items, ...second.items]).toEqual(whole.items.slice(0, 10));
  expect(await get('/leads/count')).toEqual({ count: whole.items.length, exact: true });
  const bands = [...new Set(whole.items.map(({ band }) => band))].slice(0, 2);
  const query = bands.map((band) => `band=${band}`).join('&');
  const some = await get<Page<ListedLead>>(`/leads?${query}&limit=200`);
  expect(some.items).toEqual(whole.items.filter(({ band }) => bands.includes(band)));
  for (const path of ['/leads?sort=phone', '/leads?limit=0', '/leads?stage=none', '/leads?x=1']) {
    expect((await api.send('GET', path)).status).toBe(400);
  }
  expect((await api.send('GET', '/leads?model=nope')).status).toBe(404);
});

test('the choices hold what the leads have', async () => {
  const choices = await get<Choices>('/leads/choices');
  expect(choices.bands.map(({ value }) => value)).toContain(hot.band);
  expect(choices.grades.map(({ value }) => value)).toContain(hot.grade);
  expect(choices.countries.map(({ value }) => value)).toContain(hot.country);
  expect(choices.owners.map(({ value }) => value)).toContain(hot.owner?.id);
  expect(choices.owners.find(({ value }) => value === hot.owner?.id)?.label).toBe(hot.owner?.name);
});

test("a lead's page has a breakdown that adds up to the stored total", async () => {
  const page = await get<LeadPage>(`/leads/${hot.id}`);
  expect(page).toMatchObject({ name: hot.name, existed: true, past: false, waiting: false });
  const [primary] = page.scores;
  expect(primary).toMatchObject({ total: hot.total, band: hot.band, primary: true });
  const sum = primary?.lines.reduce((points, line) => points + Math.round(line.points * 100), 0);
  expect(sum).toBe((primary?.total ?? 0) * 100);
  const demo = primary?.lines.find((line) => line.detail?.occurrences.length);
  expect(demo?.detail?.occurrences[0]?.left).toBeLessThanOrEqual(1);
  expect(page.records[0]?.url).toMatch(/^https:\/\//);
  expect(page.stages[0]?.why).toBeTruthy();
});

test('the timeline holds activities, scores and stages on one axis, page by page', async () => {
  const whole = await get<Page<TimelineItem>>(`/leads/${hot.id}/timeline?limit=200`);
  expect(new Set(whole.items.map(({ kind }) => kind))).toEqual(
    new Set(['activity', 'score', 'stage']),
  );
  const times = whole.items.map(({ at }) => at);
  expect(times).toEqual([...times].sort().reverse());
  const paged: TimelineItem[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const cursor: string = next === '' ? '' : `&cursor=${next}`;
    const page: Page<TimelineItem> = await get(`/leads/${hot.id}/timeline?limit=1${cursor}`);
    paged.push(...page.items);
    next = page.next;
  }
  expect(paged).toEqual(whole.items);
});

test('every field tells the CRM value and the steps that made it', async () => {
  const { fields, records } = await get<LeadSources>(`/leads/${hot.id}/sources`);
  const title = fields.find(({ field }) => field === 'jobTitle');
  expect(title?.steps[0]).toMatchObject({ property: 'jobtitle', step: '', value: hot.jobTitle });
  expect(title?.record).toBe(records.find(({ role }) => role === 'person')?.id);
  expect(fields.find(({ field }) => field === 'seniority')).toMatchObject({
    value: 'director',
    derivedFrom: 'jobTitle',
  });
  const page = await get<LeadPage>(`/leads/${hot.id}`);
  const owner = fields.find(({ field }) => field === 'owner');
  expect(page.owner?.name).toEqual(expect.any(String));
  expect(page.owner?.name).not.toBe(page.owner?.id);
  expect(owner).toMatchObject({ type: 'text', value: page.owner?.name });
  // What the CRM itself says stays as it says it.
  expect(owner?.steps[0]?.value).toBe(page.owner?.id);
  expect(fields.find(({ field }) => field === 'createdAt')?.type).toBe('date');
  const values = records.find(({ role }) => role === 'person')?.values;
  expect(values?.find(({ property }) => property === 'jobtitle')).toMatchObject({
    value: hot.jobTitle,
    fields: ['jobTitle'],
  });
});

test('what was written and what would change it is told', async () => {
  const { records } = await get<LeadWrites>(`/leads/${hot.id}/writes`);
  const score = records[0]?.properties.find(({ property }) => property === 'plumbline_score');
  expect(score).toMatchObject({
    state: 'confirmed',
    want: String(hot.total),
    confirmed: String(hot.total),
  });
  expect(score?.knownAt).not.toBeNull();
  const [cold] = (await get<Page<ListedLead>>('/leads?order=asc&limit=1')).items;
  const would = await get<LeadWouldChange>(`/leads/${cold?.id}/would-change`);
  expect(would.hindrance ?? would.goals[0]?.words).toBeTruthy();
});

test('the page as of a moment before the form knows nothing of it, and says from when it is complete', async () => {
  const now = await get<LeadPage>(`/leads/${hot.id}`);
  const told = await get<Page<TimelineItem>>(`/leads/${hot.id}/timeline?limit=200`);
  const form = told.items.find((one) => one.kind === 'activity' && one.type === 'demo_request');
  const before = new Date(Date.parse(form?.at ?? '') - 1_000).toISOString();
  const past = await get<LeadPage>(`/leads/${hot.id}?at=${before}`);
  expect(past).toMatchObject({ at: before, past: true, stages: [] });
  expect(past.scores[0]?.total ?? 0).toBeLessThan(now.scores[0]?.total ?? 0);
  expect(past).toHaveProperty('completeFrom');
  const timeline = await get<Page<TimelineItem>>(`/leads/${hot.id}/timeline?at=${before}`);
  expect(timeline.items.filter(({ at }) => at > before)).toEqual([]);
});

test('the page of a moment to come is today’s facts, melted by then, and adds up', async () => {
  const now = await get<LeadPage>(`/leads/${hot.id}`);
  const at = new Date(Date.now() + 30 * DAY).toISOString();
  const later = await get<LeadPage>(`/leads/${hot.id}?at=${at}`);
  expect(later).toMatchObject({ at, past: false, ahead: { stage: now.stage }, stage: now.stage });
  const [before, score] = [now.scores[0], later.scores[0]];
  expect(score?.total).toBeLessThan(before?.total ?? 0);
  const cents = score?.lines.reduce((sum, { points }) => sum + Math.round(points * 100), 0);
  expect(cents).toBe((score?.total ?? 0) * 100);
  expect((await get<LeadPage>(`/leads/${hot.id}`)).scores[0]?.total).toBe(before?.total);
  const distant = new Date(Date.now() + 400 * DAY).toISOString();
  expect((await api.send('GET', `/leads/${hot.id}?at=${distant}`)).status).toBe(400);
});

test.each(['abc', '999999', '1e3', '-1', '9'.repeat(40)])('there is no lead %s', async (id) => {
  for (const part of ['', '/timeline', '/sources', '/would-change', '/writes', '/duplicates']) {
    const { status, body } = await api.send('GET', `/leads/${id}${part}`);
    expect({ part, status, body }).toMatchObject({
      status: 404,
      body: { error: { code: 'no-lead' } },
    });
  }
});

test('the export holds every lead once and disarms formulas', async () => {
  const { count } = await get<{ count: number }>('/leads/count');
  const [row] = await world.rows<{ lead: number; record: string }>(
    `select lead, record from records where object = 'contacts' and lead <> $1 limit 1`,
    [hot.id],
  );
  await world.rows(
    `update leads set fields = fields || '{"name.first": "=HYPERLINK(1)", "company.name": "@a,\\"b\\""}'
     where id = $1`,
    [row?.lead],
  );
  const csv = await fetch(`${api.url}/leads/export`);
  expect(csv.headers.get('content-disposition')).toContain('leads.csv');
  const lines = (await csv.text()).trim().split('\r\n');
  expect(lines).toHaveLength(count + 1);
  const disarmed = lines.find((line) => line.startsWith(`${row?.lead},`));
  expect(disarmed).toContain(`'=HYPERLINK(1)`);
  expect(disarmed).toContain(`"'@a,""b"""`);
  const ndjson = await (await fetch(`${api.url}/leads/export?format=ndjson&text=aaronson`)).text();
  expect(
    ndjson
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([hot]);
});

test('every number of the overview is that of the list under the same filters', async () => {
  const overview = await get<Overview>('/overview');
  const counted = async (query: string) =>
    (await get<{ count: number }>(`/leads/count?${query}`)).count;
  expect(overview.scored).toBe(await counted(''));
  expect(overview.outside).toBe(await counted('outside=yes'));
  for (const { band, count } of overview.bands) expect(count).toBe(await counted(`band=${band}`));
  for (const { stage, count } of overview.stages)
    expect(count).toBe(await counted(`stage=${stage}`));
  for (const { from, to, count } of overview.distribution) {
    expect(count).toBe(await counted(`from=${from}&to=${to}`));
  }
  for (const { stage, days, count } of overview.entered) {
    expect(count).toBe(await counted(`entered=${stage}&enteredDays=${days}`));
  }
  expect(overview.entered.find(({ stage }) => stage === 'mql')?.count).toBeGreaterThan(0);
  const feed = await get<{ items: FeedEntry[] }>('/overview/feed?limit=3');
  expect(feed.items[0]).toMatchObject({ lead: hot.id, total: hot.total, stage: hot.stage });
});

test('the stream says at once that it is open, and again when a score changes', async () => {
  const leaving = new AbortController();
  const response = await fetch(`${api.url}/live`, { signal: leaving.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let told = '';
  const until = async (times: number) => {
    while (told.split('event: changed').length <= times) {
      const { value, done } = (await reader?.read()) ?? { value: '', done: true };
      if (done) throw new Error(`the stream ended after ${told}`);
      told += value;
    }
  };
  await until(1);
  // The first look only learns how things are.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await world.rows('update scores set changed_at = now() where lead = $1', [hot.id]);
  await until(2);
  leaving.abort();
});

test('views are kept by their owner and shown to others only when shared', async () => {
  const query = 'band=hot&text=a';
  const { body: view } = await api.send<SavedView>('POST', '/views', { name: 'Hot', query });
  expect(view).toMatchObject({ name: 'Hot', query, shared: false, own: true });
  const names = async () =>
    (await get<{ items: SavedView[] }>('/views')).items.map(({ name, own }) => [name, own]);
  expect(await names()).toEqual([['Hot', true]]);
  const { workspace } = world.account;
  const asSomebody = { id: '2' } as { name?: string };
  api.as(asSomebody);
  expect(await names()).toEqual([]);
  expect((await api.send('DELETE', `/views/${view.id}`)).status).toBe(404);
  expect((await api.send('PUT', `/views/${view.id}/shared`, { shared: true })).status).toBe(404);
  api.as({ id: '1' } as { name?: string });
  expect((await api.send('PUT', `/views/${view.id}/shared`, { shared: true })).status).toBe(200);
  api.as(asSomebody);
  expect(await names()).toEqual([['Hot', false]]);
  api.as({ id: '1', workspace: other } as { name?: string });
  expect(await names()).toEqual([]);
  api.as({ workspace });
  expect((await api.send('DELETE', `/views/${view.id}`)).status).toBe(204);
  expect(await names()).toEqual([]);
});

test('another workspace sees nothing of it all and can change nothing', async () => {
  api.as({ workspace: other });
  try {
    const { body } = await api.send<Page<ListedLead>>('GET', '/leads');
    expect(body).not.toHaveProperty('items.0');
    for (const part of ['', '/timeline', '/sources', '/would-change', '/writes', '/duplicates']) {
      expect((await api.send('GET', `/leads/${hot.id}${part}`)).status).toBe(404);
    }
    const records = [String(1)];
    expect((await api.send('POST', `/leads/${hot.id}/split`, { records })).status).toBe(404);
    const merge = await api.send('POST', `/leads/${hot.id}/duplicates/1/accept`, {});
    expect(merge.status).toBe(404);
  } finally {
    api.as({ workspace: world.account.workspace });
  }
});

test('a suggested pair is dismissed, merged and taken apart again, each noted with its reason', async () => {
  const { workspace } = world.account;
  const leads = await world.rows<{ id: number }>(
    'select id from leads where workspace = $1 and id <> $2 and merged_into is null order by id limit 2',
    [workspace, hot.id],
  );
  const [a, b] = leads.map(({ id }) => id);
  const suggest = (one: number | undefined) =>
    world.rows(
      `insert into suggestions (workspace, lead_a, lead_b, reason)
       values ($1, least($2::bigint, $3::bigint), greatest($2::bigint, $3::bigint), 'merge')`,
      [workspace, one, hot.id],
    );
  await suggest(a);
  await suggest(b);
  const pairs = async (lead: string) =>
    (await get<{ items: Duplicate[] }>(`/leads/${lead}/duplicates`)).items.map(
      (one) => one.lead.id,
    );
  expect((await pairs(hot.id)).sort()).toEqual([String(a), String(b)].sort());
  const dismissed = await api.send('POST', `/leads/${hot.id}/duplicates/${b}/dismiss`, {
    reason: 'brothers',
  });
  expect(dismissed.status).toBe(204);
  expect(await pairs(hot.id)).toEqual([String(a)]);
  const again = await api.send('POST', `/leads/${hot.id}/duplicates/${b}/accept`, {});
  expect(again.status).toBe(404);
  const { body: merged } = await api.send<{ lead: string }>(
    'POST',
    `/leads/${hot.id}/duplicates/${a}/accept`,
    { reason: 'same phone' },
  );
  await world.settle();
  const gone = merged.lead === hot.id ? String(a) : hot.id;
  const { status, body } = await api.send<{ error: { code: string; details: object } }>(
    'GET',
    `/leads/${gone}`,
  );
  expect([status, body.error.code, body.error.details]).toEqual([
    404,
    'merged',
    { lead: merged.lead },
  ]);
  const page = await get<LeadPage>(`/leads/${merged.lead}`);
  expect(page.records).toHaveLength(2);
  const moved = page.records.find(({ record }) => record !== undefined)?.id;
  const { body: made } = await api.send<{ lead: string }>('POST', `/leads/${merged.lead}/split`, {
    records: [moved],
    reason: 'two after all',
  });
  await world.settle();
  expect((await get<LeadPage>(`/leads/${made.lead}`)).records.map(({ id }) => id)).toEqual([moved]);
  expect((await get<LeadPage>(`/leads/${merged.lead}`)).records).toHaveLength(1);
  const whole = await api.send('POST', `/leads/${made.lead}/split`, { records: [moved] });
  expect(whole.status).toBe(409);
  const audit = await world.rows<{ what: string; reason: string }>(
    `select what, details ->> 'reason' as reason from audit where what like 'lead.%' order by id`,
  );
  expect(audit).toEqual([
    { what: 'lead.keep-apart', reason: 'brothers' },
    { what: 'lead.merge', reason: 'same phone' },
    { what: 'lead.split', reason: 'two after all' },
  ]);
});
