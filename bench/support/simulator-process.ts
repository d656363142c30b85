/** A simulated HubSpot as a process of its own; it tells what it saw by its own clock and log. */
import { startHubSpotSimulator } from '../../connectors/hubspot/simulator/index.js';
import type { SimulatorOptions } from '../../connectors/hubspot/simulator/options.js';
import { systemClock } from '../../src/lib/clock.js';
import { optionsOfParent, serveParent } from './serve.js';

export interface SimulatorReady {
  readonly url: string;
  readonly app: {
    readonly appId: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly counts: Readonly<Record<string, number>>;
}

export interface EditArgument {
  readonly perSecond: number;
  readonly property: string;
  readonly value: string;
}

/** A person's change and the first score written for it. Milliseconds since the epoch. */
export interface Answered {
  readonly record: string;
  readonly changedAt: number;
  /** When the write was applied, i.e. sent at least the answer time before; null when none came. */
  readonly writtenAt: number | null;
}

export interface CallRecord {
  readonly at: number;
  readonly operation: string;
  readonly status: number;
  readonly caller: string;
}

const OBJECTS = ['contacts', 'companies', 'deals', 'emails', 'calls', 'meetings', 'notes', 'tasks'];
const TICK_MS = 25;

const options = optionsOfParent<SimulatorOptions>();
const simulator = await startHubSpotSimulator(options);
const portal = simulator.data();
const changed = new Map<string, number>();

/** Contacts with nothing around them, made before anybody listens. @returns how many there are. */
function create(count: number): number {
  for (let made = 0; made < count; made += 1) {
    simulator.acts().createContact({
      email: `person${made}@buyer${made % 500}.example`,
      firstname: 'Person',
      lastname: `Number ${made}`,
      jobtitle: 'Engineer',
    });
  }
  return portal.store.count('contacts');
}

/** Every contact once, at an even rate. @returns how many were changed. */
function edit({ perSecond, property, value }: EditArgument): Promise<number> {
  const total = portal.store.count('contacts');
  const begun = Date.now();
  let made = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((Date.now() - begun) / 1000) * perSecond));
      for (; made < due; made += 1) {
        const id = portal.store.at('contacts', made)?.id;
        if (id === undefined) continue;
        changed.set(id, systemClock());
        simulator.acts().edit('contacts', id, { [property]: value });
      }
      if (made < total) return;
      clearInterval(timer);
      resolve(made);
    }, TICK_MS);
  });
}

/** Each contact was changed once, so the first score written after it is the answer to it. */
function answered(): Answered[] {
  return [...changed].map(([record, changedAt]) => {
    const stored = portal.store.resolve('contacts', record);
    const writes = stored ? portal.store.historyOf(stored, 'plumbline_scored_at') : [];
    const times = writes.map(({ at }) => at).filter((at) => at >= changedAt);
    return { record, changedAt, writtenAt: times.length > 0 ? Math.min(...times) : null };
  });
}

serveParent(
  {
    url: simulator.url,
    app: simulator.app,
    accessToken: simulator.accessToken(),
    refreshToken: simulator.refreshToken() ?? '',
    counts: Object.fromEntries(OBJECTS.map((type) => [type, portal.store.count(type)])),
  } satisfies SimulatorReady,
  {
    webhook: (target: { url: string; publicUrl: string }) =>
      simulator.webhooks.setTarget(target, { compress: 100 }),
    create,
    edit,
    ids: (type: string): string[] =>
      Array.from(
        { length: portal.store.count(type) },
        (_, at) => portal.store.at(type, at)?.id ?? '',
      ),
    latency: (ms: number) => {
      simulator.gateway.latency.ms = ms;
    },
    answered,
    calls: (since: number): CallRecord[] => [...simulator.requests.list({ since })],
    secondApp: ({ searchPerSecond, perSecond }: { searchPerSecond: number; perSecond: number }) =>
      simulator.gateway.limits.get(simulator.portal)?.setSecondApp(searchPerSecond, perSecond),
  },
  () => simulator.close(),
);
