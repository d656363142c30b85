import { type DayUse, dayNote, readDayUse } from '../accounts/day-budget.js';
import type { App } from '../app.js';
import { DAY } from '../lib/clock.js';
import { type AccountStatus as ReportedStatus, readAccountStatus } from '../reports/accounts.js';
import {
  type Backlog,
  type ForeignEdits,
  readAlertCounts,
  readBacklog,
  readBandCounts,
  readDelayed,
  readForeignEdits,
  readParked,
  readStageCounts,
  readSuggestionCounts,
} from '../reports/status.js';
import { listAccounts } from '../store/accounts.js';
import { readCounters } from '../store/counters.js';
import { type Io, type Style, styleOf, write } from './io.js';
import { withApp } from './with-app.js';

export interface StatusOptions {
  readonly json: boolean;
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** How far back it is listed what somebody else changed of our properties, milliseconds. */
const EDITS_FOR = 7 * DAY;

/** Moments as text, for people and programs. */
function told(
  status: ReportedStatus,
  edits: readonly ForeignEdits[],
  calls: { readonly sharePercent: number; readonly day: DayUse | null },
) {
  const { firstLoad, history, polling, stream } = status;
  return {
    ...status,
    calls: { ...calls, day: calls.day && { ...calls.day, at: iso(calls.day.at) } },
    foreignEdits: edits.flatMap(({ account, lastAt, ...edit }) =>
      account === status.id ? [{ ...edit, lastAt: iso(lastAt) }] : [],
    ),
    firstLoad: { ...firstLoad, completeAt: iso(firstLoad.completeAt) },
    history: history && { ...history, completeFrom: iso(history.completeFrom) },
    polling: { ...polling, lastAt: iso(polling.lastAt) },
    lastPushAt: iso(status.lastPushAt),
    stream: stream && {
      ...stream,
      liveAt: iso(stream.liveAt),
      heardAt: iso(stream.heardAt),
      pausedAt: iso(stream.pausedAt),
    },
  };
}
type AccountStatus = ReturnType<typeof told>;

export async function readStatus(app: App) {
  const { pool } = app;
  const accounts = await listAccounts(pool);
  const edits = await readForeignEdits(pool, app.clock() - EDITS_FOR);
  const reported = await readAccountStatus(pool, accounts, app.connectors);
  const days = new Map<number, { readonly sharePercent: number; readonly day: DayUse | null }>();
  for (const account of accounts) {
    const day = await readDayUse(pool, account, app.clock());
    days.set(account.id, { sharePercent: account.callShare, day });
  }
  const budgets = [...days].flatMap(([id, { day }]) => (day ? [[id, day.spending] as const] : []));
  return {
    at: new Date(app.clock()).toISOString(),
    /** The CRMs that can be connected. */
    crms: [...app.connectors.keys()],
    accounts: reported.map((status) =>
      told(status, edits, days.get(status.id) ?? { sharePercent: 100, day: null }),
    ),
    backlog: await readBacklog(pool),
    alerts: await readAlertCounts(pool),
    parked: await readParked(pool),
    ...(await readDelayed(pool, new Map(budgets))),
    leads: {
      byStage: await readStageCounts(pool),
      byBand: await readBandCounts(pool),
      maybeOne: await readSuggestionCounts(pool),
    },
    counters: await readCounters(pool),
  };
}

type Status = Awaited<ReturnType<typeof readStatus>>;

const WORDS: Readonly<Record<string, string>> = {
  dirtyLeads: 'leads to score',
  pendingWrites: 'writes',
  fanouts: 'companies and deals to follow up',
  fetches: 'records to read',
  address: 'pairs of leads with an address in common',
  merge: 'pairs of leads of which the CRM merged records',
};

function counted(counts: Readonly<Record<string, number>>, none: string): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  if (parts.length === 0) return none;
  return parts.map(([name, count]) => `${WORDS[name] ?? name} ${count}`).join(', ');
}

function age(from: string | null, now: string): string {
  if (from === null) return 'never';
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(from)) / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min ago`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h ago` : `${from.slice(0, 10)}`;
}

function historyLine(history: NonNullable<AccountStatus['history']>): string {
  const { completeFrom, wholeProperties } = history;
  if (completeFrom === null) return 'complete from the beginning of each record';
  const whole = wholeProperties === 0 ? '' : `; ${wholeProperties} properties from the beginning`;
  return `complete from ${completeFrom.slice(0, 16).replace('T', ' ')} UTC${whole}`;
}

function streamLines(stream: AccountStatus['stream'], at: string, style: Style): string[] {
  if (stream === null) return [];
  const { liveAt, pausedAt, note, events } = stream;
  const state =
    pausedAt !== null
      ? `paused ${age(pausedAt, at)} while a mass of our own writes is sent: everything is polled`
      : liveAt === null
        ? 'ended: everything is polled'
        : `live, begun ${age(liveAt, at)}; polled every 15 min besides`;
  const told = note === null ? [] : [`  ${style.warn('note')}         stream: ${note}`];
  return [`  stream       ${state}`, `  events       ${eventsLine(events)}`, ...told];
}

function eventsLine(events: NonNullable<AccountStatus['stream']>['events']): string {
  const { lastDay, own, allowance } = events;
  const day = `in the last 24 h, ${own} of them our own writes`;
  if (allowance === null) return `${lastDay} ${day}`;
  const { limit, remaining } = allowance;
  return `${lastDay} of ${limit} ${day}; ${remaining} left for all apps`;
}

function callLines({ sharePercent, day }: AccountStatus['calls'], style: Style): string[] {
  if (day === null) return [];
  const { own, share, remaining, limit } = day;
  const note = dayNote({ ...day, at: 0 });
  return [
    `  calls        ${own} in the last 24 h, of a share of ${share} (${sharePercent} %); ${remaining} of ${limit} left for all apps`,
    ...(note === null ? [] : [`  ${style.warn('waits')}        ${note}`]),
  ];
}

type Edit = AccountStatus['foreignEdits'][number];

function editLine(edit: Edit, at: string): string {
  const { property, records, times, examples, left, lastAt } = edit;
  const named = examples.join(', ') + (records > examples.length ? ', …' : '');
  const often = times === 1 ? 'once' : `${times} times`;
  const where = records === 1 ? `record ${named}` : `${records} records (${named})`;
  const end =
    left === 0
      ? 'put back'
      : `left as it is on ${left}, where it came again and again: find in the CRM what writes to it`;
  return `${property} changed by somebody else ${often} on ${where}, last ${age(lastAt, at)}; ${end}`;
}

function accountLines(account: AccountStatus, at: string, style: Style): string[] {
  const { firstLoad, history, polling } = account;
  const objects = Object.entries(firstLoad.objects).map(
    ([object, { records, done }]) => `${object} ${records}${done ? '' : ' …'}`,
  );
  const load =
    firstLoad.completeAt === null
      ? style.warn(`under way: ${objects.join(', ') || 'not begun'}`)
      : `complete, ${firstLoad.records} records`;
  const late =
    polling.lateMs > 60_000 ? style.warn(`, ${Math.round(polling.lateMs / 1000)} s late`) : '';
  const state =
    account.state === 'connected'
      ? style.good('connected')
      : style.bad(account.state === 'left' ? 'disconnected' : 'must be connected again');
  const fix =
    account.state === 'reconnect' ? [`  way out      plumbline connect ${account.crm}`] : [];
  return [
    `${style.bold(account.name)} (ours: ${account.id}): ${state} by ${account.wayLabel.toLowerCase()}`,
    ...(account.problem === null ? [] : [`  ${style.bad('problem')}      ${account.problem}`]),
    ...fix,
    `  freshness    ${account.freshness}`,
    `  write-back   ${account.writeBack ? 'on' : `off; turn it on with: plumbline write-back on ${account.portal}`}`,
    `  first load   ${load}`,
    ...(history === null ? [] : [`  history      ${historyLine(history)}`]),
    `  polled       ${age(polling.lastAt, at)}${late}`,
    ...(account.push ? [`  last push    ${age(account.lastPushAt, at)}`] : []),
    ...streamLines(account.stream, at, style),
    ...callLines(account.calls, style),
    ...polling.troubles.map(({ feed, reason, note }) =>
      note
        ? `  note         ${feed} is left out: ${reason}`
        : `  ${style.warn('trouble')}      ${feed}: ${reason}`,
    ),
    ...polling.lacks.map(({ reason, note }) =>
      note ? `  note         ${reason}` : `  ${style.warn('trouble')}      ${reason}`,
    ),
    ...account.foreignEdits.map((edit) => `  ${style.warn('edits')}        ${editLine(edit, at)}`),
    '',
  ];
}

export function printStatus(status: Status, style: Style): string {
  const { accounts, at, leads } = status;
  const backlog: Backlog = status.backlog;
  const stuck = Object.keys(status.stuck).length > 0;
  const held = Object.keys(status.held).length > 0;
  const bands = Object.entries(leads.byBand).map(
    ([model, counts]) => `Bands          ${counted(counts, 'nothing scored yet')} (by ${model})`,
  );
  // Every kind of call of every account is counted: too much for a page, all of it with --json.
  const counters = Object.entries(status.counters).filter(
    ([name]) => !/^(calls|writes)\.\d/.test(name),
  );
  return `${[
    ...(accounts.length === 0
      ? [`No account is connected. Begin with: plumbline connect ${status.crms.join(' or ')}`, '']
      : accounts.flatMap((account) => accountLines(account, at, style))),
    `Leads          ${counted(leads.byStage, 'none')}`,
    ...bands,
    ...(Object.keys(leads.maybeOne).length === 0
      ? []
      : [`Maybe one      ${counted(leads.maybeOne, '')}`]),
    `Waiting        ${counted({ ...backlog }, 'nothing')}`,
    `Alerts         ${counted(status.alerts, 'none')}`,
    `Laid aside     ${counted({ ...status.parked }, 'nothing')}`,
    `Stuck          ${stuck ? style.bad(`for over ten minutes: ${counted(status.stuck, '')}`) : 'nothing'}`,
    ...(held
      ? [
          `Held back      for over ten minutes, until calls of the day are free: ${counted(status.held, '')}`,
        ]
      : []),
    `Counters       ${counted(Object.fromEntries(counters), 'none')}`,
  ].join('\n')}\n`;
}

/** Shows how the installation is doing. */
export async function status(options: StatusOptions, io: Io): Promise<number> {
  return withApp(io, async (app) => {
    const now = await readStatus(app);
    const text = options.json
      ? `${JSON.stringify(now, null, 2)}\n`
      : printStatus(now, styleOf(io.stdout));
    await write(io.stdout, text);
    return 0;
  });
}
