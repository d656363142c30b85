import type { Activity } from '../../src/lead/activity.js';
import { DAY } from '../../src/lib/clock.js';
import type { ScoreInput } from '../../src/scoring/types.js';

export const NOW = Date.parse('2026-03-01T12:00:00Z');

/** A small generator with a fixed seed (mulberry32), so that every run scores the same leads. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const TYPES = [
  ...[
    'page_view',
    'page_view',
    'page_view',
    'page_view',
    'email_open',
    'email_open',
    'email_click',
  ],
  ...['form_submit', 'content_download', 'webinar_attended', 'webinar_registered', 'demo_request'],
  ...['email_reply', 'call_connected', 'meeting_held', 'social_engagement', 'ad_click', 'chat'],
  ...['product_use', 'trial_start', 'contact_request', 'unsubscribe', 'email_bounce', 'email_sent'],
];
const PATHS = ['/pricing', '/product/tour', '/blog/post', '/careers', '/investors', '/'];

/** Leads with so many activities each, newest first and with ids of their own, as the store hands them out. */
export function makeLeads(count: number, activities: number): ScoreInput[] {
  const random = generator(7);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: count }, (_, index) => {
    const list: Activity[] = Array.from({ length: activities }, () => {
      const type = one(TYPES);
      const id = Math.floor(random() * 2 ** 48).toString(36);
      const occurredAt = NOW - Math.floor(random() * 200 * DAY);
      return { id, type, occurredAt, attributes: type === 'page_view' ? { path: one(PATHS) } : {} };
    });
    list.sort((a, b) => b.occurredAt - a.occurredAt);
    const fields = {
      email: `lead${index}@acme.example`,
      emailKind: one(['business', 'business', 'free', 'role']),
      seniority: one(['c_level', 'director', 'manager', 'staff', 'student', undefined]),
      department: one(['it', 'sales', 'operations', undefined]),
      jobTitle: one(['Head of Purchasing', 'Engineer', 'Assistant to the board', undefined]),
      country: one(['FI', 'DE', 'US', 'AQ', undefined]),
      language: one(['en', 'fi', undefined]),
      source: one(['referral', 'organic', undefined]),
      doNotEmail: one([true, false, false]),
      'company.employees': one([3, 30, 120, 900, 5000, undefined]),
      'company.industry': one(['software', 'gambling', 'retail', undefined]),
      'company.revenue': one([1_000_000, 50_000_000, undefined]),
    };
    return { id: String(index), fields, activities: list, arranged: true };
  });
}
