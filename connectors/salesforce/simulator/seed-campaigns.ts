import { DAY } from '../../../src/lib/clock.js';
import type { Activity, FormName } from '../../simulator-kit/activity.js';
import type { PersonSeed } from '../../simulator-kit/population.js';
import type { Org } from './org.js';
import { put, seedContext } from './seed-setup.js';
import { dateText } from './values.js';

interface CampaignPlan {
  readonly key: string;
  readonly name: string;
  readonly type: string;
}

const PLANS: readonly CampaignPlan[] = [
  { key: 'form-webinar', name: 'Scoring in practice', type: 'Webinar' },
  { key: 'form-download', name: 'Buyer guide', type: 'Content' },
  { key: 'form-newsletter', name: 'Newsletter sign-up', type: 'Content' },
  { key: 'form-demo', name: 'Demo requests', type: 'Other' },
  { key: 'form-pricing', name: 'Pricing requests', type: 'Other' },
  { key: 'form-trial', name: 'Trial sign-up', type: 'Other' },
  { key: 'form-contact', name: 'Contact form', type: 'Other' },
  { key: 'mail-spring-launch', name: 'Spring launch', type: 'Email' },
  { key: 'mail-monthly-news', name: 'Monthly news', type: 'Email' },
  { key: 'mail-onboarding-series', name: 'Onboarding series', type: 'Email' },
  { key: 'mail-autumn-offer', name: 'Autumn offer', type: 'Email' },
  { key: 'fair', name: 'Industry fair', type: 'Trade Show' },
];

/** Statuses of a campaign's members, and whether they count as a response. */
export const MEMBER_STATUSES: readonly (readonly [string, boolean])[] = [
  ['Sent', false],
  ['Responded', true],
  ['Registered', true],
  ['Attended', true],
  ['No Show', false],
];

/** The ids of the seeded campaigns by key. */
export type Campaigns = ReadonlyMap<string, string>;

export function seedCampaigns(org: Org, owner: string): Campaigns {
  const at = org.clock.now() - 400 * DAY;
  const context = seedContext(owner, at);
  return new Map(
    PLANS.map(({ key, name, type }) => {
      const fields = { Name: name, Type: type, IsActive: true, Status: 'In Progress' };
      const id = put(org, 'Campaign', { ...fields, StartDate: dateText(at) }, context);
      addStatuses(org, id, at, owner);
      return [key, id];
    }),
  );
}

export function addStatuses(org: Org, campaign: string, at: number, owner: string): void {
  for (const [SortOrder, [Label, HasResponded]] of MEMBER_STATUSES.entries()) {
    const fields = { CampaignId: campaign, Label, SortOrder, HasResponded };
    const context = seedContext(owner, at);
    put(org, 'CampaignMemberStatus', { ...fields, IsDefault: SortOrder === 0 }, context);
  }
}

/** What a person did with campaigns: one membership a campaign, moved on by later responses. */
export function seedMemberships(
  org: Org,
  campaigns: Campaigns,
  person: PersonSeed,
  end: { readonly LeadId: string } | { readonly ContactId: string },
  owner: string,
): void {
  const members = new Map<string, string>();
  const join = (key: string, Status: string, at: number): void => {
    const CampaignId = campaigns.get(key);
    if (CampaignId === undefined) return;
    const member = members.get(key);
    const context = seedContext(owner, at);
    if (member === undefined) {
      members.set(key, put(org, 'CampaignMember', { CampaignId, ...end, Status }, context));
    } else if (Status !== 'Sent') org.update('CampaignMember', member, { Status }, context);
  };
  if (person.source === 'event') join('fair', 'Attended', person.createdAt);
  for (const activity of person.activities) {
    const step = stepOf(activity, person.index);
    if (step) join(step.key, step.status, activity.at);
  }
}

function stepOf(activity: Activity, index: number): { key: string; status: string } | undefined {
  if (activity.kind === 'form') {
    const form: FormName = activity.form;
    const attended = index % 3 === 0 ? 'Registered' : 'Attended';
    return { key: `form-${form}`, status: form === 'webinar' ? attended : 'Responded' };
  }
  if (activity.kind === 'email_sent') return { key: `mail-${activity.campaign}`, status: 'Sent' };
  if (activity.kind === 'email_click') {
    return { key: `mail-${activity.campaign}`, status: 'Responded' };
  }
  return undefined;
}
