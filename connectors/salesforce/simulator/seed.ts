import {
  type CompanySeed,
  type DealSeed,
  generatePopulation,
  type PersonSeed,
  type Population,
} from '../../simulator-kit/population.js';
import { createRandom } from '../../simulator-kit/random.js';
import type { Org } from './org.js';
import { seedCampaigns } from './seed-campaigns.js';
import { seedContact } from './seed-contacts.js';
import {
  ownerOf,
  personFields,
  type Seeding,
  type SeedOptions,
  seedDoings,
} from './seed-person.js';
import { type OrgSetup, put, seedContext, seedSetup } from './seed-setup.js';
import { dateText } from './values.js';

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
