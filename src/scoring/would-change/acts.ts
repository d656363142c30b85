import { ACTIVITY_CHANNEL, type Channel } from '../../lead/activity.js';
import { activityWords } from '../words/field.js';

interface Act {
  readonly words: string;
  /** How easily it happens: 1 for what happens every day, up to 5. */
  readonly effort: number;
}

/** What leads do, in words, and how much it takes. */
const ACTS: Readonly<Record<string, Act>> = {
  page_view: { words: 'views a page', effort: 1 },
  email_open: { words: 'opens an e-mail', effort: 1 },
  email_click: { words: 'clicks in an e-mail', effort: 1 },
  ad_click: { words: 'clicks an ad', effort: 1 },
  social_engagement: { words: 'reacts on a social network', effort: 1 },
  product_use: { words: 'uses the product', effort: 2 },
  content_download: { words: 'downloads content', effort: 2 },
  form_submit: { words: 'fills a form', effort: 2 },
  webinar_registered: { words: 'registers for a webinar', effort: 2 },
  event_registered: { words: 'registers for an event', effort: 2 },
  email_reply: { words: 'replies to an e-mail', effort: 2 },
  chat: { words: 'chats with us', effort: 2 },
  call_connected: { words: 'talks with us on the phone', effort: 2 },
  webinar_attended: { words: 'attends a webinar', effort: 3 },
  event_attended: { words: 'attends an event', effort: 3 },
  contact_request: { words: 'asks to be contacted', effort: 3 },
  pricing_request: { words: 'asks for a price', effort: 3 },
  demo_request: { words: 'asks for a demo', effort: 3 },
  trial_start: { words: 'starts a trial', effort: 3 },
  meeting_booked: { words: 'books a meeting', effort: 3 },
  meeting_held: { words: 'meets us', effort: 3 },
  purchase: { words: 'buys', effort: 5 },
};

/** What we do ourselves, or what happens to a deal, is no change to ask of a lead. */
const OURS: readonly string[] = Object.keys(ACTIVITY_CHANNEL).filter(
  (type) => ACTIVITY_CHANNEL[type] === 'none',
);

export function isOfTheLead(type: string): boolean {
  return !OURS.includes(type);
}

export function effortOf(type: string): number {
  return ACTS[type]?.effort ?? 3;
}

/** `views a page (path /pricing)` */
export function actWords(type: string, attributes: Readonly<Record<string, unknown>>): string {
  const words = ACTS[type]?.words ?? `has one more "${activityWords(type)}"`;
  const details = Object.entries(attributes).map(([key, value]) => `${key} ${String(value)}`);
  return details.length === 0 ? words : `${words} (${details.join(', ')})`;
}

/** The easiest act on a channel. */
export function easiestOn(channel: Channel): string | undefined {
  return Object.keys(ACTS)
    .filter((type) => ACTIVITY_CHANNEL[type] === channel)
    .sort((a, b) => effortOf(a) - effortOf(b))[0];
}
