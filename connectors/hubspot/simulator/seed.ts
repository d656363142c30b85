import {
  generatePopulation,
  type PersonSeed,
  type Population,
  type SourceName,
} from '../../simulator-kit/population.js';
import type { HistoryEntry, StoredRecord, ValueSource } from '../../simulator-kit/store.js';
import {
  type AssociationType,
  associationType,
  defaultAssociation,
  primaryAssociation,
} from './association-types.js';
import { DEAL_STAGES, FORM_IDS, LIFECYCLE_STAGES } from './definition-tables.js';
import { type Owner, type Portal, TEAMS } from './portal.js';
import { RollUps } from './roll-ups.js';
import { seedEngagements } from './seed-engagements.js';
import { BY_AUTOMATION, BY_CALCULATION, byForm, byPerson } from './sources.js';
import { isoTime } from './values.js';

export const FIRST_OWNER_ID = 5001;
export const FIRST_USER_ID = 6_001_001;

const SOURCES: Readonly<Record<SourceName, string>> = {
  organic: 'ORGANIC_SEARCH',
  paid: 'PAID_SEARCH',
  social: 'SOCIAL_MEDIA',
  email: 'EMAIL_MARKETING',
  referral: 'REFERRALS',
  direct: 'DIRECT_TRAFFIC',
  offline: 'OFFLINE',
  event: 'OTHER_CAMPAIGNS',
};

export interface SeedOptions {
  readonly seed: number;
  readonly contacts: number;
}

type Later = HistoryEntry & { readonly property: string };

/** Fills a portal with the made-up market, as if it had been used for months. */
export function seedPortal(portal: Portal, options: SeedOptions): Population {
  const now = portal.clock.now();
  const population = generatePopulation({ seed: options.seed, count: options.contacts, now });
  portal.seeding = true;
  portal.owners = population.owners.map(
    (owner): Owner => ({
      id: String(FIRST_OWNER_ID + owner.index),
      userId: FIRST_USER_ID + owner.index,
      email: owner.email,
      firstName: owner.firstName,
      lastName: owner.lastName,
      team: TEAMS[owner.index % TEAMS.length] ?? '',
      archived: !owner.active,
      createdAt: now - 900 * 86_400_000,
    }),
  );
  const companies = population.companies.map((company) =>
    portal.create(
      'companies',
      {
        name: company.name,
        domain: company.domain,
        industry: company.industry,
        numberofemployees: String(company.employees),
        annualrevenue: String(company.revenue),
        country: company.country,
        city: company.city,
        hubspot_owner_id: String(FIRST_OWNER_ID + company.owner),
      },
      byPerson(FIRST_USER_ID),
      { at: company.createdAt },
    ),
  );
  const contacts = population.people.map((person) =>
    seedContact(portal, person, population, companies),
  );
  seedDeals(portal, population, contacts, companies);
  population.people.forEach((person, at) => {
    seedEngagements(portal, person, contacts[at] as StoredRecord);
  });
  portal.seeding = false;
  return population;
}

function seedContact(
  portal: Portal,
  person: PersonSeed,
  population: Population,
  companies: readonly StoredRecord[],
): StoredRecord {
  const company = person.company === null ? undefined : population.companies[person.company];
  const first = person.activities.find((activity) => activity.kind === 'form');
  const source = first ? byForm(FORM_IDS[first.form] ?? '') : byPerson(FIRST_USER_ID);
  const companyRecord = person.company === null ? undefined : companies[person.company];
  const values: Record<string, string> = {
    email: person.email,
    firstname: person.firstName,
    lastname: person.lastName,
    hs_language: person.language,
    city: person.city,
    lifecyclestage: person.stage === 'subscriber' ? 'subscriber' : 'lead',
    hs_analytics_source: SOURCES[person.source],
    ...(person.phone === null ? {} : { phone: person.phone }),
    ...(person.jobTitle === null ? {} : { jobtitle: person.jobTitle }),
    ...(person.country === null ? {} : { country: person.country, ip_country: person.country }),
    ...(company ? { company: company.name } : {}),
    ...(companyRecord ? { associatedcompanyid: companyRecord.id } : {}),
    ...(person.owner === null ? {} : { hubspot_owner_id: String(FIRST_OWNER_ID + person.owner) }),
    ...(person.optedOut ? { hs_email_optout: 'true' } : {}),
  };
  const rollUps = new RollUps();
  for (const activity of person.activities) rollUps.apply(activity);
  const later = [...rollUps.entries, ...stageHistory(person, portal)].sort((a, b) => a.at - b.at);
  const record = portal.create('contacts', values, source, { at: person.createdAt, later });
  const primary = primaryAssociation('contacts', 'companies');
  if (companyRecord && primary) portal.link(record, companyRecord, primary, source);
  return record;
}

/** How the contact came from its first stage to its present one, a step every few days. */
function stageHistory(person: PersonSeed, portal: Portal): Later[] {
  const from = person.stage === 'subscriber' ? 0 : 1;
  const to = LIFECYCLE_STAGES.indexOf(person.stage);
  const steps: Later[] = [];
  const span = portal.clock.now() - person.createdAt;
  for (let rank = from; rank <= to; rank += 1) {
    const stage = LIFECYCLE_STAGES[rank] as string;
    const at = Math.round(person.createdAt + (span * (rank - from)) / (to - from + 2));
    const source: ValueSource =
      rank >= 4 ? BY_AUTOMATION : byPerson(FIRST_USER_ID + (person.owner ?? 0));
    if (rank > from) steps.push({ property: 'lifecyclestage', value: stage, at, source });
    steps.push({
      property: `hs_lifecyclestage_${stage}_date`,
      value: isoTime(at),
      at,
      source: BY_CALCULATION,
    });
  }
  return steps;
}

function seedDeals(
  portal: Portal,
  population: Population,
  contacts: readonly StoredRecord[],
  companies: readonly StoredRecord[],
): void {
  const toContact = associationType('deals', 'contacts', 3) as AssociationType;
  const toCompany = defaultAssociation('deals', 'companies') as AssociationType;
  for (const deal of population.deals) {
    const owner = byPerson(FIRST_USER_ID + (deal.owner ?? 0));
    const last =
      deal.outcome === 'won'
        ? 'closedwon'
        : deal.outcome === 'lost'
          ? 'closedlost'
          : DEAL_STAGES[deal.progress]?.id;
    const at = Math.min(deal.closeAt, portal.clock.now() - 1000);
    const later: Later[] = [
      { property: 'dealstage', value: last ?? 'qualifiedtobuy', at, source: owner },
      {
        property: 'hs_is_closed',
        value: String(deal.outcome !== 'open'),
        at,
        source: BY_CALCULATION,
      },
      {
        property: 'hs_is_closed_won',
        value: String(deal.outcome === 'won'),
        at,
        source: BY_CALCULATION,
      },
    ];
    const values = {
      dealname: deal.name,
      amount: String(deal.amount),
      pipeline: 'default',
      dealstage: 'appointmentscheduled',
      closedate: isoTime(deal.closeAt),
      ...(deal.owner === null ? {} : { hubspot_owner_id: String(FIRST_OWNER_ID + deal.owner) }),
    };
    const record = portal.create('deals', values, owner, { at: deal.createdAt, later });
    const contact = contacts[deal.person];
    if (contact) {
      portal.link(record, contact, toContact, owner);
      portal.rollUp(contact, { num_associated_deals: '1' }, BY_CALCULATION, deal.createdAt);
    }
    const company = deal.company === null ? undefined : companies[deal.company];
    if (company) portal.link(record, company, toCompany, owner);
  }
}
