/**
 * The benchmark's model as a person would write it for speed: the limit. It reads text as the scorer
 * does (trimmed, lower case), but trusts that activities come newest first and each once.
 */
import { DAY } from '../../src/lib/clock.js';
import type { ScoreInput } from '../../src/scoring/types.js';

const halfLife = (days: number): Float64Array =>
  Float64Array.from({ length: 400 }, (_, day) => 0.5 ** (day / days));
const HALF_14 = halfLife(14);
const HALF_21 = halfLife(21);
const HALF_30 = halfLife(30);
const HALF_45 = halfLife(45);
const BUYING = new Set(['it', 'operations', 'purchasing']);
const INDUSTRIES = new Set(['software', 'manufacturing', 'logistics']);
const AVOIDED = new Set(['gambling', 'tobacco']);
const COUNTRIES = new Set(['fi', 'de', 'se', 'nl']);
const NOT_SERVED = new Set(['aq', 'va']);

const text = (value: unknown): string =>
  typeof value === 'string' ? value.trim().toLowerCase() : value === undefined ? '' : String(value);
const number = (value: unknown): number =>
  typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
const clamp = (value: number, low: number, high: number): number =>
  value < low ? low : Math.min(value, high);
const cents = (points: number): number => {
  const size = Math.abs(points) * 100;
  const rounded = Math.floor(size + 0.5 + 1e-7);
  return points < 0 ? -rounded : rounded;
};

export interface HandScore {
  readonly fit: number;
  readonly engagement: number;
  readonly total: number;
  readonly grade: string;
  readonly band: string;
}

const sum = new Float64Array(20);
const rest = new Float64Array(20);
const seen = new Int32Array(20);
const day = new Float64Array(20);

function once(rule: number, days: number, within: number, points: number): void {
  if (days < within && (seen[rule] as number)++ === 0) sum[rule] = points;
}

function each(rule: number, at: number, most: number, points: number): void {
  const its = Math.floor(at / DAY);
  if (day[rule] !== its) {
    day[rule] = its;
    seen[rule] = 0;
  }
  if ((seen[rule] as number)++ < most) (sum[rule] as number) += points;
}

function repeated(rule: number, points: number, again: number, max: number): void {
  if ((seen[rule] as number)++ === 0) sum[rule] = points;
  else rest[rule] = Math.min(max, (rest[rule] as number) + again);
}

/** Points of the twenty activity rules, in the order of the model; the array is used again. */
export function activityPoints(input: ScoreInput, now: number): Float64Array {
  sum.fill(0);
  rest.fill(0);
  seen.fill(0);
  day.fill(-1);
  const { activities } = input;
  for (let index = 0; index < activities.length; index++) {
    const activity = activities[index] as (typeof activities)[number];
    const at = activity.occurredAt;
    const age = now - at;
    if (age < 0) continue;
    const days = Math.floor(age / DAY);
    switch (activity.type) {
      case 'demo_request':
      case 'pricing_request':
        once(0, days, 90, 50 * (HALF_30[days] as number));
        break;
      case 'contact_request':
        once(1, days, 90, 40 * (HALF_30[days] as number));
        break;
      case 'trial_start':
        once(2, days, 60, 40 * (HALF_30[days] as number));
        break;
      case 'product_use':
        if (days < 60) each(3, at, 1, 5 * (HALF_14[days] as number));
        break;
      case 'meeting_held':
      case 'meeting_booked':
        once(4, days, 120, 35 * (HALF_45[days] as number));
        break;
      case 'call_connected':
      case 'chat':
        if (days < 90) each(5, at, 1, 10 * (HALF_30[days] as number));
        break;
      case 'email_reply':
        if (days < 90) each(6, at, 1, 15 * (HALF_30[days] as number));
        break;
      case 'webinar_attended':
      case 'event_attended':
        if (days < 180) {
          const left = HALF_45[days] as number;
          repeated(7, 20 * left, 10 * left, 10);
        }
        break;
      case 'webinar_registered':
      case 'event_registered':
        once(8, days, 60, 7);
        break;
      case 'content_download':
        if (days < 180) {
          const left = HALF_45[days] as number;
          repeated(9, 20 * left, 10 * left, 20);
        }
        break;
      case 'form_submit':
        if (days < 180) {
          const left = HALF_45[days] as number;
          repeated(10, 10 * left, 5 * left, 10);
        }
        break;
      case 'page_view': {
        const path = text(activity.attributes.path);
        if (days < 60 && path.startsWith('/pricing')) {
          const left = 1 - days / 60;
          repeated(11, 15 * left, 5 * left, 15);
        }
        if (path.startsWith('/careers')) once(12, days, 90, -10);
        if (path.startsWith('/investors')) once(13, days, 90, -5);
        if (days < 60) each(14, at, 3, 2 * (HALF_14[days] as number));
        break;
      }
      case 'email_click':
        if (days < 90) each(15, at, 1, 5 * (HALF_21[days] as number));
        break;
      case 'email_open':
        if (days < 90) each(16, at, 1, 1 * (HALF_21[days] as number));
        break;
      case 'unsubscribe':
        once(17, days, 365, -20);
        break;
      case 'email_bounce':
        once(18, days, 180, -10);
        break;
      case 'social_engagement':
      case 'ad_click':
        if (days < 60) each(19, at, 1, 3 * (HALF_21[days] as number));
        break;
    }
  }
  for (let rule = 0; rule < 20; rule++) (sum[rule] as number) += rest[rule] as number;
  return sum;
}

/** Points of the twenty rules about the person and the company. */
export function fitPoints({ fields }: ScoreInput): number {
  let fit = 0;
  const seniority = text(fields.seniority);
  if (seniority === 'c_level' || seniority === 'vp' || seniority === 'director') fit += 15;
  else if (seniority === 'manager') fit += 8;
  else if (seniority === 'student' || seniority === 'intern') fit -= 20;
  if (BUYING.has(text(fields.department))) fit += 10;
  const employees = number(fields['company.employees']);
  if (employees >= 50 && employees <= 500) fit += 10;
  else if (employees >= 20 && employees <= 49) fit += 5;
  else if (employees >= 501 && employees <= 2000) fit += 5;
  if (employees < 5) fit -= 10;
  const industry = text(fields['company.industry']);
  if (INDUSTRIES.has(industry)) fit += 10;
  if (AVOIDED.has(industry)) fit -= 10;
  const country = text(fields.country);
  if (COUNTRIES.has(country)) fit += 5;
  if (NOT_SERVED.has(country)) fit -= 30;
  const kind = text(fields.emailKind);
  if (kind === 'free') fit -= 10;
  if (kind === 'role') fit -= 5;
  if (text(fields.source) === 'referral') fit += 5;
  if (text(fields.language) === 'en') fit += 2;
  if (number(fields['company.revenue']) >= 10_000_000) fit += 5;
  const title = text(fields.jobTitle);
  if (title.includes('purchas')) fit += 5;
  if (title.includes('assistant')) fit -= 5;
  if (text(fields.doNotEmail) === 'true') fit -= 5;
  return fit;
}

/** From points of rules to figures. */
export function settle(fitSum: number, p: Float64Array): HandScore {
  const at = (rule: number): number => cents(p[rule] as number);
  const email = clamp(
    Math.min(1500, at(15)) + Math.min(300, at(16)) + at(17) + at(18),
    -2000,
    2000,
  );
  const content = Math.min(4500, at(7) + at(8) + at(9) + at(10));
  const web = clamp(at(11) + at(12) + at(13) + Math.min(1000, at(14)), -1000, 4000);
  const direct = at(0) + at(1) + at(2) + Math.min(2000, at(3)) + at(4);
  const talk = Math.min(2000, at(5)) + Math.min(3000, at(6)) + Math.min(900, at(19));
  const engagement = clamp(email + content + web + direct + talk, 0, 10_000);
  const fit = clamp(fitSum * 100, -3000, 4500);
  const total = clamp(fit + engagement, 0, 10_000);
  const whole = (value: number): number =>
    value < 0 ? -Math.floor((50 - value) / 100) : Math.floor((value + 50) / 100);
  const [f, e, t] = [whole(fit), whole(engagement), whole(total)];
  const letter = f >= 35 ? 'A' : f >= 20 ? 'B' : f >= 0 ? 'C' : 'D';
  const digit = e >= 50 ? '1' : e >= 25 ? '2' : e >= 10 ? '3' : '4';
  const band = t >= 75 ? 'hot' : t >= 50 ? 'warm' : t >= 25 ? 'cool' : 'cold';
  return { fit: f, engagement: e, total: t, grade: letter + digit, band };
}

export function handWritten(input: ScoreInput, now: number): HandScore {
  return settle(fitPoints(input), activityPoints(input, now));
}
