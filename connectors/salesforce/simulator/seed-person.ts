import type { PersonSeed, Population, SourceName } from '../../simulator-kit/population.js';
import { logActivity } from './activities.js';
import type { Org } from './org.js';
import { type Campaigns, seedMemberships } from './seed-campaigns.js';
import { type OrgSetup, seedContext } from './seed-setup.js';
import type { FieldValue } from './values.js';

export const SOURCES: Readonly<Record<SourceName, string>> = {
  organic: 'Web',
  paid: 'Paid Search',
  social: 'Social Media',
  email: 'Email Marketing',
  referral: 'Partner Referral',
  direct: 'Web',
  offline: 'Phone Inquiry',
  event: 'Trade Show',
};

export interface SeedOptions {
  readonly seed: number;
  readonly people: number;
  readonly leadShare: number;
  readonly edition: string;
  readonly sandbox: boolean;
  /** False: nobody did anything. */
  readonly activities: boolean;
  /** Contacts without a company are person accounts. */
  readonly personAccounts: boolean;
}

/** What every step of the seeding needs. */
export interface Seeding {
  readonly org: Org;
  readonly options: SeedOptions;
  readonly setup: OrgSetup;
  readonly population: Population;
  readonly accounts: readonly string[];
  readonly campaigns: Campaigns;
}

export function ownerOf({ setup }: Seeding, person: PersonSeed): string | null {
  return person.owner === null ? null : (setup.owners[person.owner] ?? null);
}

/** What a lead and a contact both have. */
export function personFields(person: PersonSeed): Record<string, FieldValue> {
  return {
    FirstName: person.firstName,
    LastName: person.lastName,
    // The field takes 80 characters: a longer address was never entered.
    Email: person.email.length > 80 ? null : person.email,
    Phone: person.phone,
    Title: person.jobTitle,
    LeadSource: SOURCES[person.source],
    HasOptedOutOfEmail: person.optedOut,
  };
}

/** What a person did: sales activities and campaign memberships. */
export function seedDoings(
  seeding: Seeding,
  person: PersonSeed,
  who: string,
  end: { readonly LeadId: string } | { readonly ContactId: string },
): void {
  const { org, setup, campaigns, options } = seeding;
  if (!options.activities) return;
  const owner = ownerOf(seeding, person) ?? setup.admin;
  const seller = org.get('User', owner)?.values.IsActive === true ? owner : setup.admin;
  for (const activity of person.activities) {
    const ends = { who, email: person.email, owner: seller };
    logActivity(org, activity, ends, seedContext(seller, activity.at));
  }
  seedMemberships(org, campaigns, person, end, seller);
}
