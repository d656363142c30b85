import type { FormName } from '../../simulator-kit/activity.js';
import { createRandom, type Random } from '../../simulator-kit/random.js';
import type { Acts } from './acts.js';
import type { Portal } from './portal.js';

export type LoadKind = 'edit' | 'form' | 'behaviour' | 'engagement' | 'company' | 'deal' | 'create';

export interface LoadOptions {
  /** Events a second, at most 2000. */
  readonly perSecond: number;
  /** At most 600. */
  readonly seconds: number;
  /** kind -> weight; default a mix of all. */
  readonly kinds?: Partial<Record<LoadKind, number>>;
  /** A datetime property that forms set (and push). */
  readonly formProperty?: string;
  readonly seed?: number;
}

export interface LoadState {
  running: boolean;
  made: number;
  readonly byKind: Partial<Record<LoadKind, number>>;
}

const MIX: Record<LoadKind, number> = {
  edit: 45,
  form: 15,
  behaviour: 20,
  engagement: 8,
  company: 6,
  deal: 3,
  create: 3,
};
const TICK_MS = 50;
const TITLES = [
  'Head of Marketing',
  'Sales Manager',
  'Geschäftsführer',
  'Directrice marketing',
  'Analyst',
];

/** Makes changes of all kinds at a steady rate. Returns its state, which goes on counting, and a stop. */
export function startLoad(
  portal: Portal,
  acts: Acts,
  options: LoadOptions,
): { state: LoadState; stop: () => void; done: Promise<void> } {
  const perSecond = Math.min(2000, Math.max(0, options.perSecond));
  const total = Math.round(perSecond * Math.min(600, options.seconds));
  const random = createRandom(options.seed ?? 1).fork('load');
  const weights = { ...(options.kinds ? zeros() : MIX), ...options.kinds };
  const state: LoadState = { running: true, made: 0, byKind: {} };
  const started = Date.now();
  let finish: () => void = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const stop = (): void => {
    clearInterval(timer);
    state.running = false;
    finish();
  };
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((Date.now() - started) / 1000) * perSecond));
    while (state.made < due) {
      const kind = random.weighted(weights);
      makeOne(portal, acts, kind, random, options, state.made);
      state.made += 1;
      state.byKind[kind] = (state.byKind[kind] ?? 0) + 1;
    }
    if (state.made >= total) stop();
  }, TICK_MS);
  return { state, stop, done };
}

function zeros(): Record<LoadKind, number> {
  return { edit: 0, form: 0, behaviour: 0, engagement: 0, company: 0, deal: 0, create: 0 };
}

function pickLiving(portal: Portal, type: string, random: Random): string | undefined {
  for (let tries = 0; tries < 20; tries += 1) {
    const record = portal.store.at(type, random.int(0, 1_000_000_000));
    if (record && record.archivedAt === null) return record.id;
  }
  return undefined;
}

function makeOne(
  portal: Portal,
  acts: Acts,
  kind: LoadKind,
  random: Random,
  options: LoadOptions,
  made: number,
): void {
  const at = portal.clock.now();
  if (kind === 'create') {
    const name = `load${options.seed ?? 1}.${made}`;
    acts.createContact({ email: `${name}.${at}@load.example`, firstname: 'Load', lastname: name });
    return;
  }
  const contact = pickLiving(portal, 'contacts', random);
  if (contact === undefined) return;
  if (kind === 'edit') {
    acts.edit('contacts', contact, {
      jobtitle: `${random.pick(TITLES)} ${random.int(1, 9999)}`,
    });
  } else if (kind === 'form') {
    const form = random.pick<FormName>(['demo', 'pricing', 'webinar', 'download', 'contact']);
    acts.fillForm(contact, form, options.formProperty);
  } else if (kind === 'behaviour') {
    acts.behave(
      contact,
      random.chance(0.5)
        ? {
            kind: 'page_view',
            at,
            page: random.pick(['/pricing', '/features', '/blog/lead-scoring']),
          }
        : { kind: random.chance(0.7) ? 'email_open' : 'email_click', at, campaign: 'load' },
    );
  } else if (kind === 'engagement') {
    acts.behave(contact, {
      kind: 'call',
      at,
      direction: 'OUTBOUND',
      answered: true,
      durationMs: 120_000,
    });
  } else if (kind === 'company') {
    const company = pickLiving(portal, 'companies', random);
    if (company)
      acts.edit('companies', company, { numberofemployees: String(random.int(5, 5000)) });
  } else {
    acts.createDeal(contact, {
      dealname: `Load deal ${made}`,
      amount: String(random.int(500, 50_000)),
    });
  }
}
