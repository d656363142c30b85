import type { SimulatorClock } from '../../simulator-kit/clock.js';
import { createRandom, type Random } from '../../simulator-kit/random.js';
import type { Acts } from './acts.js';
import type { Org } from './org.js';

export type LoadKind = 'edit' | 'respond' | 'activity' | 'account' | 'create';

export interface LoadOptions {
  /** Changes a second, at most 2000. */
  readonly perSecond: number;
  /** At most 600. */
  readonly seconds: number;
  /** kind -> weight; default a mix of all. */
  readonly kinds?: Partial<Record<LoadKind, number>> | undefined;
  readonly seed?: number | undefined;
}

export interface LoadState {
  running: boolean;
  made: number;
}

/** What a load works on: a simulator. */
export interface LoadTarget {
  readonly acts: Acts;
  readonly org: Org;
  readonly clock: SimulatorClock;
  onClose(run: () => void): void;
}

const MIX: Record<LoadKind, number> = {
  edit: 50,
  respond: 20,
  activity: 15,
  account: 10,
  create: 5,
};
const NONE: Record<LoadKind, number> = { edit: 0, respond: 0, activity: 0, account: 0, create: 0 };
const TICK_MS = 50;
const TITLES = ['Head of Marketing', 'Sales Manager', 'Geschäftsführer', 'Directrice marketing'];

/** Makes changes of all kinds at a steady rate, until they are made or the simulator closes. */
export function startLoad(
  simulator: LoadTarget,
  options: LoadOptions,
): { state: LoadState; stop: () => void } {
  const perSecond = Math.min(2000, Math.max(0, options.perSecond));
  const total = Math.round(perSecond * Math.min(600, options.seconds));
  const random = createRandom(options.seed ?? 1).fork('load');
  const weights = options.kinds ? { ...NONE, ...options.kinds } : MIX;
  const state: LoadState = { running: true, made: 0 };
  const people = ['Lead', 'Contact'].flatMap((object) => [
    ...simulator.org.records.all(object).keys(),
  ]);
  const campaigns = [...simulator.org.records.all('Campaign').keys()];
  const started = Date.now();
  const stop = (): void => {
    clearInterval(timer);
    state.running = false;
  };
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((Date.now() - started) / 1000) * perSecond));
    for (; state.made < due; state.made += 1) {
      makeOne(simulator, random.weighted(weights), random, state.made, people, campaigns);
    }
    if (state.made >= total) stop();
  }, TICK_MS);
  simulator.onClose(stop);
  return { state, stop };
}

function makeOne(
  { acts, org, clock }: LoadTarget,
  kind: LoadKind,
  random: Random,
  made: number,
  people: readonly string[],
  campaigns: readonly string[],
): void {
  if (kind === 'create') {
    const LastName = `Load${made}`;
    const Email = `load.${made}.${clock.now()}@load.example`;
    acts.create('Lead', { LastName, Company: 'Load', Email });
    return;
  }
  if (people.length === 0) return;
  const who = random.pick(people);
  const object = who.startsWith('00Q') ? 'Lead' : 'Contact';
  const person = org.living(object, who);
  // Converted leads are locked, and merged ones are gone: the change is somebody else's then.
  if (!person || person.values.IsConverted === true) return;
  if (kind === 'edit') {
    acts.edit(object, who, { Title: `${random.pick(TITLES)} ${random.int(1, 9999)}` });
  } else if (kind === 'respond' && campaigns.length > 0) {
    acts.respond(who, random.pick(campaigns), random.pick(['Responded', 'Attended', 'Sent']));
  } else if (kind === 'account' && typeof person.values.AccountId === 'string') {
    acts.edit('Account', person.values.AccountId, { NumberOfEmployees: random.int(5, 5000) });
  } else {
    const at = clock.now();
    acts.behave(who, {
      kind: 'call',
      at,
      direction: 'OUTBOUND',
      answered: true,
      durationMs: 120_000,
    });
  }
}
