/** What is asked, and what an answer does. Pure. */
import type { MatcherDocument } from '../../scoring/schema.js';
import type { SheetEntry } from '../../scoring/sheet/types.js';

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

/** How far an interview is. */
export interface Interview {
  /** The place of the question that is asked next; their number when all were. */
  readonly at: number;
  /** Question -> percent of a sales-ready lead. */
  readonly answers: Readonly<Record<string, number>>;
  readonly stopped: boolean;
}

export const BEGIN: Interview = { at: 0, answers: {}, stopped: false };

export function isDone({ at, stopped }: Interview): boolean {
  return stopped || at >= QUESTIONS.length;
}

/** `3/21  Asked to be contacted`, and what an answer may be. */
export function ask({ at, answers }: Interview): string {
  const { id, asset } = QUESTIONS[at] ?? { id: '', asset: '' };
  const given = answers[id];
  const keeps = given === undefined ? '' : ` [${given}, Enter keeps it]`;
  return `${String(at + 1).padStart(2)}/${QUESTIONS.length}  ${asset}: percent?${keeps} `;
}

const PERCENT = /^(\d{1,3}(?:[.,]\d{1,2})?)\s*%?$/;

/** What a line says: the interview afterwards, and why it asks again where it could not be read. */
export function answer(
  interview: Interview,
  line: string,
): { readonly interview: Interview; readonly problem?: string } {
  const { at, answers } = interview;
  const text = line.trim().toLowerCase();
  if (text === 'q') return { interview: { ...interview, stopped: true } };
  if (text === 'b') {
    if (at === 0) return { interview, problem: 'This is the first question.' };
    return { interview: { ...interview, at: at - 1 } };
  }
  if (text === '') return { interview: { ...interview, at: at + 1 } };
  const percent = Number(PERCENT.exec(text)?.[1]?.replace(',', '.') ?? Number.NaN);
  const id = QUESTIONS[at]?.id ?? '';
  if (percent >= 0 && percent <= 100) {
    return { interview: { ...interview, at: at + 1, answers: { ...answers, [id]: percent } } };
  }
  return {
    interview,
    problem: 'A number from 0 to 100, please; Enter skips, b goes back, q stops and keeps.',
  };
}

/** The rules to be; who says 0 wants none. */
export function entriesOf({ answers }: Interview): SheetEntry[] {
  return QUESTIONS.flatMap(({ id, asset, matcher }, index) => {
    const percent = answers[id] ?? 0;
    if (percent === 0) return [];
    return [
      { row: index + 1, asset, stage: '', worth: { percent }, matcher, told: true, comment: '' },
    ];
  });
}
