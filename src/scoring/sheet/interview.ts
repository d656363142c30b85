/** What an interview asks, and the rules that its answers make. Pure. */
import type { MatcherDocument } from '../schema.js';
import type { SheetEntry } from './types.js';

export interface Question {
  /** Names it in a draft. */
  readonly id: string;
  readonly asset: string;
  readonly matcher: MatcherDocument;
}

const question = (id: string, asset: string, ...types: readonly string[]): Question => ({
  id,
  asset,
  matcher: { type: types.length === 1 ? (types[0] ?? '') : [...types] },
});

/** From what is nearest to a purchase to what is farthest, so that answers can be compared. */
export const QUESTIONS: readonly Question[] = [
  question('demo', 'Asked for a demo', 'demo_request'),
  question('price', 'Asked for a price', 'pricing_request'),
  question('contact', 'Asked to be contacted', 'contact_request'),
  question('trial', 'Started a trial', 'trial_start'),
  question('product', 'Used the product', 'product_use'),
  question('meeting', 'Booked or had a meeting', 'meeting_booked', 'meeting_held'),
  question('call', 'Spoke with us on the phone', 'call_connected'),
  question('chat', 'Chatted with us', 'chat'),
  question('reply', 'Replied to an e-mail', 'email_reply'),
  {
    id: 'pricing-page',
    asset: 'Viewed the pricing page',
    matcher: { type: 'page_view', where: { path: { startsWith: '/pricing' } } },
  },
  question('webinar', 'Attended a webinar', 'webinar_attended'),
  question('webinar-registration', 'Registered for a webinar', 'webinar_registered'),
  question('event', 'Came to an event', 'event_attended'),
  question('event-registration', 'Registered for an event', 'event_registered'),
  question('download', 'Downloaded a white paper or guide', 'content_download'),
  question('form', 'Filled another form', 'form_submit'),
  question('visit', 'Visited the site', 'page_view'),
  question('click', 'Clicked in an e-mail', 'email_click'),
  question('open', 'Opened an e-mail', 'email_open'),
  question('social', 'Reacted on social media', 'social_engagement'),
  question('ad', 'Clicked an ad', 'ad_click'),
];

/** The rules to be, from percent by question; who says 0 wants none. */
export function entriesOfAnswers(answers: Readonly<Record<string, number>>): SheetEntry[] {
  return QUESTIONS.flatMap(({ id, asset, matcher }, index) => {
    const percent = answers[id] ?? 0;
    if (percent === 0) return [];
    return [
      { row: index + 1, asset, stage: '', worth: { percent }, matcher, told: true, comment: '' },
    ];
  });
}
