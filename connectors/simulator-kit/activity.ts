import { DAY, HOUR } from '../../src/lib/clock.js';
import { type FORMS, PAGES } from './job-titles.js';
import type { Random } from './random.js';

export type FormName = keyof typeof FORMS;

/** Something a person did, or that was done with them. */
export type Activity =
  | { readonly kind: 'form'; readonly at: number; readonly form: FormName; readonly page: string }
  | {
      readonly kind: 'email_sent' | 'email_open' | 'email_click';
      readonly at: number;
      readonly campaign: string;
    }
  | { readonly kind: 'page_view'; readonly at: number; readonly page: string }
  | {
      readonly kind: 'meeting';
      readonly at: number;
      readonly outcome: 'COMPLETED' | 'NO_SHOW' | 'CANCELED' | 'SCHEDULED';
      readonly title: string;
    }
  | {
      readonly kind: 'call';
      readonly at: number;
      readonly direction: 'INBOUND' | 'OUTBOUND';
      readonly answered: boolean;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'sales_email';
      readonly at: number;
      readonly incoming: boolean;
      readonly subject: string;
    };

export interface ActivityOptions {
  readonly from: number;
  readonly now: number;
  /** 0 to 1: how often the person comes back. */
  readonly interest: number;
  /** True when a seller works on the person. */
  readonly worked: boolean;
}

const CAMPAIGNS = ['spring-launch', 'monthly-news', 'onboarding-series', 'autumn-offer'];

/** A person's doings from creation to now, oldest first. */
export function makeActivities(random: Random, options: ActivityOptions): Activity[] {
  const span = options.now - options.from;
  const list: Activity[] = [];
  const moment = (): number => Math.round(options.from + random.next() * (span - 1));
  const visits = Math.round(random.next() * (2 + options.interest * 18));
  for (let i = 0; i < visits; i += 1) {
    const at = moment();
    const page = random.chance(options.interest * 0.4) ? '/pricing' : random.pick(PAGES);
    list.push({ kind: 'page_view', at, page });
  }
  const mails = Math.min(12, Math.floor(span / (20 * DAY)));
  for (let i = 0; i < mails; i += 1) {
    const at = moment();
    const campaign = random.pick(CAMPAIGNS);
    list.push({ kind: 'email_sent', at, campaign });
    const opened = at + random.int(1, 40) * HOUR;
    if (opened < options.now && random.chance(0.15 + options.interest * 0.6)) {
      list.push({ kind: 'email_open', at: opened, campaign });
      if (random.chance(0.1 + options.interest * 0.4)) {
        list.push({
          kind: 'email_click',
          at: Math.min(opened + 60_000, options.now - 1),
          campaign,
        });
      }
    }
  }
  list.push({
    kind: 'form',
    at: options.from + 1000,
    form: firstForm(random, options.interest),
    page: '/',
  });
  if (random.chance(options.interest)) {
    list.push({
      kind: 'form',
      at: moment(),
      form: firstForm(random, options.interest),
      page: '/pricing',
    });
  }
  if (options.worked) worked(random, moment, options.now, list);
  return list.filter((entry) => entry.at < options.now).sort((a, b) => a.at - b.at);
}

function firstForm(random: Random, interest: number): FormName {
  return random.chance(interest * 0.7)
    ? random.weighted<FormName>({
        demo: 4,
        pricing: 3,
        trial: 3,
        contact: 2,
        webinar: 0,
        download: 0,
        newsletter: 0,
      })
    : random.weighted<FormName>({
        demo: 0,
        pricing: 0,
        trial: 0,
        contact: 1,
        webinar: 3,
        download: 4,
        newsletter: 4,
      });
}

function worked(random: Random, moment: () => number, now: number, list: Activity[]): void {
  for (let i = random.int(0, 3); i > 0; i -= 1) {
    const answered = random.chance(0.5);
    list.push({
      kind: 'call',
      at: moment(),
      direction: random.chance(0.8) ? 'OUTBOUND' : 'INBOUND',
      answered,
      durationMs: answered ? random.int(40, 1500) * 1000 : 0,
    });
  }
  for (let i = random.int(0, 2); i > 0; i -= 1) {
    list.push({
      kind: 'sales_email',
      at: moment(),
      incoming: random.chance(0.4),
      subject: 'Your question',
    });
  }
  if (random.chance(0.35)) {
    const at = moment();
    const outcome = random.weighted({ COMPLETED: 6, NO_SHOW: 2, CANCELED: 2 });
    list.push({
      kind: 'meeting',
      at: Math.min(at, now - 2 * HOUR),
      outcome,
      title: 'Discovery call',
    });
  }
}
