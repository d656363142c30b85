import {
  type CompanySeed,
  type DealSeed,
  generatePopulation,
  type PersonSeed,
  type Population,
  type SourceName,
} from '../../simulator-kit/population.js';
import { createRandom } from '../../simulator-kit/random.js';
import { logActivity } from './activities.js';
import type { Org } from './org.js';
import { type Campaigns, seedCampaigns, seedMemberships } from './seed-campaigns.js';
import { type OrgSetup, put, seedContext, seedSetup } from './seed-setup.js';
import { OPPORTUNITY_STAGES } from './setup-tables.js';
import { dateText, type FieldValue } from './values.js';

const SOURCES: Readonly<Record<SourceName, string>> = {
  organic: 'Web',
  paid: 'Paid Search',
  social: 'Social Media',
  email: 'Email Marketing',
  referral: 'Partner Referral',
  direct: 'Web',
  offline: 'Phone Inquiry',
  event: 'Trade Show',
};

const INDUSTRY_NAMES: Readonly<Record<string, string>> = {
  COMPUTER_SOFTWARE: 'Software',
  MACHINERY: 'Manufacturing',
  FINANCIAL_SERVICES: 'Financial Services',
  LOGISTICS_AND_SUPPLY_CHAIN: 'Logistics',
  HOSPITAL_HEALTH_CARE: 'Healthcare',
  RETAIL: 'Retail',
  MARKETING_AND_ADVERTISING: 'Media',
  HIGHER_EDUCATION: 'Education',
};

const STATUS_OF_STAGE: Readonly<Record<string, string>> = {
  marketingqualifiedlead: 'Marketing Qualified',
  salesqualifiedlead: 'Working - Contacted',
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

interface Seeding {
  readonly org: Org;
  readonly options: SeedOptions;
  readonly setup: OrgSetup;
  readonly population: Population;
  readonly accounts: readonly string[];
  readonly campaigns: Campaigns;
}

/** Fills an org with the made-up market, as if it had been used for months. */
export function seedOrg(
  org: Org,
  options: SeedOptions,
): { readonly setup: OrgSetup; readonly population: Population } {
  const now = org.clock.now();
  const population = generatePopulation({ seed: options.seed, count: options.people, now });
  org.seeding = true;
  const setup = seedSetup(org, population.owners, options.edition, options.sandbox);
  const accounts = population.companies.map((company) => seedAccount(org, setup, company));
  const campaigns = seedCampaigns(org, setup.admin);
  const seeding: Seeding = { org, options, setup, population, accounts, campaigns };
  const deals = new Map(population.deals.map((deal) => [deal.person, deal]));
  const random = createRandom(options.seed).fork('leads');
  for (const person of population.people) {
    const deal = deals.get(person.index);
    const lead = random.chance(deal ? 0.5 : options.leadShare);
    if (!lead) seedContact(seeding, person, deal, person.createdAt);
    else if (deal) seedConverted(seeding, person, deal);
    else seedLead(seeding, person);
  }
  org.seeding = false;
  return { setup, population };
}

function seedAccount(org: Org, setup: OrgSetup, company: CompanySeed): string {
  const owner = setup.owners[company.owner] ?? setup.admin;
  return put(
    org,
    'Account',
    {
      Name: company.name,
      Website: `https://www.${company.domain}`,
      Industry: industryOf(company),
      NumberOfEmployees: company.employees,
      AnnualRevenue: company.revenue,
      BillingCity: company.city.slice(0, 40),
      BillingCountry: company.country,
      Type: 'Prospect',
      OwnerId: owner,
    },
    seedContext(owner, company.createdAt),
  );
}

function industryOf(company: CompanySeed): string {
  return INDUSTRY_NAMES[company.industry] ?? 'Other';
}

function ownerOf({ setup }: Seeding, person: PersonSeed): string | null {
  return person.owner === null ? null : (setup.owners[person.owner] ?? null);
}

function personFields(person: PersonSeed): Record<string, FieldValue> {
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

function seedLead(seeding: Seeding, person: PersonSeed): string {
  const { org, setup, population } = seeding;
  const company = person.company === null ? undefined : population.companies[person.company];
  const owner = ownerOf(seeding, person);
  const writer = owner ?? setup.integration;
  const id = put(
    org,
    'Lead',
    {
      ...personFields(person),
      Company: company?.name ?? '[not provided]',
      Website: company ? `https://www.${company.domain}` : null,
      Industry: company ? industryOf(company) : null,
      NumberOfEmployees: company?.employees ?? null,
      AnnualRevenue: company?.revenue ?? null,
      City: person.city.slice(0, 40),
      Country: person.country,
      OwnerId: owner ?? setup.queues.inbound,
      IsUnreadByOwner: person.stage === 'lead' || person.stage === 'subscriber',
    },
    seedContext(writer, person.createdAt),
  );
  const status = STATUS_OF_STAGE[person.stage];
  if (status !== undefined) {
    const at = Math.round((person.createdAt + org.clock.now()) / 2);
    org.update('Lead', id, { Status: status }, seedContext(writer, at));
  }
  seedDoings(seeding, person, id, { LeadId: id });
  return id;
}

function seedContact(
  seeding: Seeding,
  person: PersonSeed,
  deal: DealSeed | undefined,
  at: number,
): { contact: string; account: string | null; opportunity: string | null } {
  const { org, setup, accounts } = seeding;
  const owner = ownerOf(seeding, person) ?? setup.admin;
  if (seeding.options.personAccounts && person.company === null) {
    return seedPersonAccount(seeding, person, deal, owner, at);
  }
  const account = person.company === null ? null : (accounts[person.company] ?? null);
  const contact = put(
    org,
    'Contact',
    {
      ...personFields(person),
      AccountId: account,
      MailingCity: person.city.slice(0, 40),
      MailingCountry: person.country,
      OwnerId: owner,
    },
    seedContext(owner, at),
  );
  const opportunity = deal ? seedDeal(seeding, person, deal, contact, account) : null;
  seedDoings(seeding, person, contact, { ContactId: contact });
  return { contact, account, opportunity };
}

function seedPersonAccount(
  seeding: Seeding,
  person: PersonSeed,
  deal: DealSeed | undefined,
  owner: string,
  at: number,
): { contact: string; account: string; opportunity: string | null } {
  const { org } = seeding;
  const { Email, Title, LeadSource, HasOptedOutOfEmail, ...same } = personFields(person);
  const fields = {
    ...same,
    PersonEmail: Email ?? null,
    PersonTitle: Title ?? null,
    PersonLeadSource: LeadSource ?? null,
    PersonHasOptedOutOfEmail: HasOptedOutOfEmail ?? false,
    PersonMailingCountry: person.country,
    OwnerId: owner,
  };
  const account = put(org, 'Account', fields, seedContext(owner, at));
  const contact = String(org.get('Account', account)?.values.PersonContactId);
  const opportunity = deal ? seedDeal(seeding, person, deal, contact, account) : null;
  seedDoings(seeding, person, contact, { ContactId: contact });
  return { contact, account, opportunity };
}

function seedDeal(
  { org, setup }: Seeding,
  person: PersonSeed,
  deal: DealSeed,
  contact: string,
  account: string | null,
): string {
  const owner = deal.owner === null ? setup.admin : (setup.owners[deal.owner] ?? setup.admin);
  const id = put(
    org,
    'Opportunity',
    {
      Name: deal.name.slice(0, 120),
      AccountId: account,
      ContactId: contact,
      StageName: 'Prospecting',
      Amount: deal.amount,
      CloseDate: dateText(deal.closeAt),
      Type: 'New Business',
      LeadSource: SOURCES[person.source],
      OwnerId: owner,
    },
    seedContext(owner, deal.createdAt),
  );
  const last = { won: 'Closed Won', lost: 'Closed Lost', open: null }[deal.outcome];
  const stage = last ?? OPPORTUNITY_STAGES[deal.progress]?.label ?? 'Prospecting';
  const at = Math.min(deal.closeAt, org.clock.now() - 1000);
  if (stage !== 'Prospecting') {
    org.update(
      'Opportunity',
      id,
      { StageName: stage },
      seedContext(owner, Math.max(at, deal.createdAt)),
    );
  }
  return id;
}

/** A lead that became a contact when the deal began; what the person did is on the contact. */
function seedConverted(seeding: Seeding, person: PersonSeed, deal: DealSeed): void {
  const { org, setup, population } = seeding;
  const owner = ownerOf(seeding, person) ?? setup.admin;
  const company = person.company === null ? undefined : population.companies[person.company];
  const fields = {
    ...personFields(person),
    Company: company?.name ?? '[not provided]',
    Country: person.country,
    OwnerId: owner,
    IsUnreadByOwner: false,
  };
  const lead = put(org, 'Lead', fields, seedContext(owner, person.createdAt));
  const at = Math.max(person.createdAt, deal.createdAt);
  const { contact, account, opportunity } = seedContact(seeding, person, deal, at);
  const converted = {
    Status: 'Closed - Converted',
    IsConverted: true,
    ConvertedDate: dateText(at),
    ConvertedContactId: contact,
    ConvertedAccountId: account,
    ConvertedOpportunityId: opportunity,
  };
  org.update('Lead', lead, converted, seedContext(owner, at));
}

function seedDoings(
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
