import { base, en, Faker } from '@faker-js/faker';
import { DAY } from '../lib/clock.js';
import { PlumblineError } from '../lib/errors.js';
import type { Crm } from './crm.js';

/** How far below the threshold of an MQL the story begins. */
export const SHORT_BY = 6;

const TITLE = 'Director of Marketing';
/** A company of this size is what the shipped model looks for. */
const EMPLOYEES = { from: 50, to: 500, otherwise: 180 };

interface Done {
  readonly daysAgo: number;
  readonly activity: Readonly<Record<string, unknown>>;
}

/** What she did before the story: interest, but not enough of it. */
const BEFORE: readonly Done[] = [
  { daysAgo: 9, activity: { kind: 'email_sent', campaign: 'spring-launch' } },
  { daysAgo: 8, activity: { kind: 'email_click', campaign: 'spring-launch' } },
  { daysAgo: 5, activity: { kind: 'page_view', page: '/pricing' } },
];

interface Company {
  readonly id: string;
  readonly domain: string;
  readonly country: string;
}

async function pickCompany(crm: Crm, skip: number): Promise<Company> {
  const companies = await crm.list('companies', 200);
  let first: Company | null = null;
  for (const { id } of companies.slice(skip)) {
    const company = await crm.record('companies', id);
    const domain = company?.properties.domain;
    if (!company || !domain) continue;
    const found = { id, domain, country: company.properties.country ?? 'Ireland' };
    const { from, to } = EMPLOYEES;
    const employees = Number(company.properties.numberofemployees);
    if (employees >= from && employees <= to) return found;
    first ??= found;
  }
  if (!first)
    throw new PlumblineError('no-story', 'The simulated CRM has no company for the story.');
  const value = String(EMPLOYEES.otherwise);
  await crm.act('edit-company', { id: first.id, properties: { numberofemployees: value } });
  return first;
}

/**
 * The story's lead in the simulated CRM: a made-up name at one of the made-up companies, with an owner and
 * with acts of the last days that leave her `SHORT_BY` points short. @returns her record's id.
 */
export async function createStoryLead(crm: Crm, now: number): Promise<string> {
  const faker = new Faker({ locale: [en, base], seed: 30 });
  const first = faker.person.firstName('female');
  const last = faker.person.lastName('female');
  const company = await pickCompany(crm, 3);
  const owner = (await crm.owners()).find((one) => !one.archived);
  const { id } = await crm.act<{ id: string }>('create-contact', {
    company: company.id,
    properties: {
      email: `${first}.${last}@${company.domain}`.toLowerCase(),
      firstname: first,
      lastname: last,
      jobtitle: TITLE,
      country: company.country,
      hs_language: 'en',
      hs_analytics_source: 'ORGANIC_SEARCH',
      lifecyclestage: 'lead',
      ...(owner && { hubspot_owner_id: owner.id }),
    },
  });
  for (const { daysAgo, activity } of BEFORE) {
    const at = Math.round(now - daysAgo * DAY);
    await crm.act('behave', { contact: id, activity: { ...activity, at } });
  }
  return id;
}
