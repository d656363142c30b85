/** Where an activity happened. `none` is not the lead's own interest: it never ends idleness. */
export const CHANNELS = ['web', 'email', 'social', 'event', 'sales', 'product', 'none'] as const;
export type Channel = (typeof CHANNELS)[number];

/** The activity types a mapping may produce, with their channel; `custom:<name>` may be added. */
export const ACTIVITY_CHANNEL: Readonly<Record<string, Channel>> = {
  page_view: 'web',
  form_submit: 'web',
  content_download: 'web',
  demo_request: 'web',
  pricing_request: 'web',
  contact_request: 'web',
  chat: 'web',
  email_open: 'email',
  email_click: 'email',
  email_reply: 'email',
  social_engagement: 'social',
  ad_click: 'social',
  webinar_registered: 'event',
  webinar_attended: 'event',
  event_registered: 'event',
  event_attended: 'event',
  meeting_booked: 'sales',
  meeting_held: 'sales',
  call_connected: 'sales',
  trial_start: 'product',
  product_use: 'product',
  purchase: 'product',
  email_sent: 'none',
  email_bounce: 'none',
  unsubscribe: 'none',
  sales_touch: 'none',
  field_changed: 'none',
  stage_changed: 'none',
  deal_created: 'none',
  deal_won: 'none',
  deal_lost: 'none',
  ticket_opened: 'none',
  ticket_closed: 'none',
};

/** Something that happened at a moment, as the scorer sees it. */
export interface Activity {
  readonly id: string;
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly occurredAt: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The order that scores are computed in: newest first, of one moment the greater id by code unit first. */
export function newestFirst(a: Activity, b: Activity): number {
  return b.occurredAt - a.occurredAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

export function isActivityType(type: string): boolean {
  return type in ACTIVITY_CHANNEL || /^custom:.+/.test(type);
}

/** The channel of an activity; a custom type takes it from its `channel` attribute, else `none`. */
export function channelOf(type: string, attributes: Readonly<Record<string, unknown>>): Channel {
  const known = Object.hasOwn(ACTIVITY_CHANNEL, type) ? ACTIVITY_CHANNEL[type] : undefined;
  if (known) return known;
  const named = attributes.channel;
  return CHANNELS.find((channel) => channel === named) ?? 'none';
}
