import { base, en, Faker } from '@faker-js/faker';
import { z } from 'zod';
import { DAY } from '../lib/clock.js';
import { PlumblineError } from '../lib/errors.js';
import type { Org } from './org.js';

const TITLE = 'Director of Operations';
/** The shipped model looks for companies of such a size. */
const EMPLOYEES = 240;

/** Responses of before the story: interest, but not enough of it. By the type of a campaign. */
const BEFORE = [
  { type: 'Content', daysAgo: 9 },
  { type: 'Email', daysAgo: 8 },
] as const;

const found = z.array(z.object({ Id: z.string() }));

async function campaignOf(org: Org, type: string): Promise<string> {
  const soql = `SELECT Id FROM Campaign WHERE Type = '${type}' ORDER BY Name LIMIT 1`;
  const [campaign] = found.parse(await org.query(soql));
  if (campaign) return campaign.Id;
  throw new PlumblineError('no-story', `The simulated org has no campaign of type ${type}.`);
}

/**
 * The second story's lead in the simulated org: a made-up name at a made-up company, with an owner and with
 * responses that are one webinar short of an MQL. @returns the id of the Lead
 */
export async function createSalesforceLead(org: Org): Promise<string> {
  const faker = new Faker({ locale: [en, base], seed: 44 });
  const first = faker.person.firstName('male');
  const last = faker.person.lastName('male');
  const company = `${faker.person.lastName()} Instruments`;
  const domain = `${company.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.example`;
  const lead = await org.create('Lead', {
    FirstName: first,
    LastName: last,
    Company: company,
    Title: TITLE,
    Email: `${first}.${last}@${domain}`.toLowerCase(),
    Website: `https://www.${domain}`,
    NumberOfEmployees: EMPLOYEES,
    Country: 'Ireland',
    LeadSource: 'Web',
  });
  for (const { type, daysAgo } of BEFORE) {
    const campaign = await campaignOf(org, type);
    await org.act('respond', { who: lead, campaign, lateMs: daysAgo * DAY });
  }
  return lead;
}
