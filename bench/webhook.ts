import { signatureV3 } from '../connectors/hubspot/simulator/signatures.js';
import { startChild } from './support/child.js';
import { withClosing } from './support/closing.js';
import type { PeerReady } from './support/express-process.js';
import { type LoadResult, load, rawPost } from './support/http-load.js';
import { type Benchmark, type Line, median, percentile, round } from './support/line.js';
import { seedLeads } from './support/seed.js';
import { STORED, type StoredWorld, withStoredWorld } from './support/stored-world.js';

const CONNECTIONS = 50;
const EVENTS = 20;
const DELIVERIES = 2_000;
const RECORDS = 5_000;
const ROUNDS = 5;
const ROUND_S = 3;
/** Deliveries that are split and applied to see how fast a backlog goes down. */
const BACKLOG = 1_500;

/** A property change of a known contact, as HubSpot sends it (HubSpot docs: Webhooks). */
function event(serial: number): Record<string, unknown> {
  return {
    eventId: 1_000_000 + serial,
    subscriptionId: 1234,
    portalId: Number(STORED.portal),
    appId: Number(STORED.appId),
    occurredAt: Date.now() - 60_000 + serial,
    subscriptionType: 'object.propertyChange',
    objectTypeId: '0-1',
    attemptNumber: 0,
    objectId: 5_000_001 + ((serial * 7919) % RECORDS),
    propertyName: 'jobtitle',
    propertyValue: `Head of Marketing ${serial}`,
    changeSource: 'CRM_UI',
    sourceId: 'userId:101',
    isSensitive: false,
  };
}

function prepare(): Buffer[] {
  return Array.from({ length: DELIVERIES }, (_, delivery) => {
    const events = Array.from({ length: EVENTS }, (_, at) => event(delivery * EVENTS + at));
    const body = JSON.stringify(events);
    const timestamp = Date.now();
    const url = 'http://localhost/hooks/hubspot';
    const headers = {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': String(timestamp),
      'x-hubspot-signature-v3': signatureV3(STORED.clientSecret, 'POST', url, body, timestamp),
    };
    return rawPost('/hooks/hubspot', headers, Buffer.from(body));
  });
}

const rate = ({ tookMs, seconds }: LoadResult): number => tookMs.length / seconds;

function assertAccepted({ tookMs, refused }: LoadResult, who: string): void {
  if (refused > 0 || tookMs.length === 0) {
    throw new Error(`${who} refused ${refused} and accepted ${tookMs.length} deliveries`);
  }
}

/** Every acknowledged delivery is in the table: the answer came after the commit. */
async function assertStored({ pool }: StoredWorld, acknowledged: number): Promise<void> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int from deliveries');
  if (rows[0]?.count !== acknowledged) {
    throw new Error(`${rows[0]?.count} of ${acknowledged} acknowledged deliveries are stored`);
  }
}

async function drain({ app, pool, workspace, account }: StoredWorld): Promise<number> {
  const leads = { leads: RECORDS, activitiesPerLead: 0 };
  await seedLeads(pool, { workspace, account, ...leads });
  await pool.query(
    'delete from deliveries where id not in (select id from deliveries order by id limit $1)',
    [BACKLOG],
  );
  await pool.query('vacuum analyze deliveries');
  const begun = performance.now();
  await app.ask('work', ['split', 'ingest']);
  for (;;) {
    const { rows } = await pool.query<{ left: boolean }>(
      'select exists (select from deliveries) or exists (select from changes) as left',
    );
    if (rows[0]?.left === false) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return (BACKLOG * EVENTS) / ((performance.now() - begun) / 1000);
}

async function run(): Promise<readonly Line[]> {
  return withStoredWorld((world) =>
    withClosing(async (add) => {
      const peer = add(
        await startChild<PeerReady>('./express-process', { secret: STORED.clientSecret }),
      );
      const own = Number(new URL(world.app.ready.hookUrl).port);
      const requests = prepare();
      const drive = (port: number, seconds: number) =>
        load({ port, connections: CONNECTIONS, seconds, requests });
      let acknowledged = 0;
      const pairs: { own: LoadResult; peer: LoadResult }[] = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        // The first round warms both up.
        const seconds = round === 0 ? 1.5 : ROUND_S;
        const pair = {
          peer: await drive(peer.ready.port, seconds),
          own: await drive(own, seconds),
        };
        assertAccepted(pair.peer, 'Express');
        assertAccepted(pair.own, 'the app');
        acknowledged += pair.own.tookMs.length;
        if (round > 0) pairs.push(pair);
      }
      await assertStored(world, acknowledged);
      const ratios = pairs.map((pair) => rate(pair.own) / rate(pair.peer));
      const ratio = median(ratios);
      const took = pairs.flatMap((pair) => pair.own.tookMs);
      const peerTook = pairs.flatMap((pair) => pair.peer.tookMs);
      const p99 = percentile(took, 0.99);
      const perSecond = median(pairs.map((pair) => rate(pair.own)));
      const drained = await drain(world);
      const against = 'Express 5 with the signature check alone, nothing stored';
      return [
        {
          name: 'webhook',
          value: round(perSecond),
          unit: 'deliveries/s',
          ratio: round(ratio),
          against,
          n: took.length,
          goal: { text: 'at least 0.5 of the peer', met: ratio >= 0.5 },
          remark: `Ratios of the ${ROUNDS} rounds: ${ratios.map((one) => one.toFixed(2)).join(', ')}.`,
        },
        {
          name: 'webhook-p99',
          value: round(p99),
          unit: 'ms',
          ratio: round(p99 / percentile(peerTook, 0.99)),
          against: `the peer's p99 of ${round(percentile(peerTook, 0.99))} ms`,
          n: took.length,
          goal: { text: 'below 100 ms at 50 connections', met: p99 < 100 },
        },
        {
          name: 'webhook-drain',
          value: round(drained),
          unit: 'events/s',
          ratio: round(drained / (perSecond * EVENTS)),
          against: 'the rate at which events were accepted',
          n: BACKLOG * EVENTS,
          remark: 'Split and applied to known contacts, new values with their history, no scoring.',
        },
      ];
    }),
  );
}

export const webhook: Benchmark = {
  how: `Deliveries of ${EVENTS} signed events over ${CONNECTIONS} keep-alive connections; each server is a process of its own, the generator a third one on the same machine, which sends whole prepared requests. The app verifies, commits the bytes to the embedded database (flushing on) and then answers; afterwards the number of stored deliveries is compared with the acknowledged ones. Both servers are driven in turns, ${ROUNDS} rounds of ${ROUND_S} s; the ratio is the median of the rounds. Then a backlog of ${BACKLOG} deliveries is split and applied to ${RECORDS} known contacts.`,
  run,
};
