import { base, de, en, es, Faker, fr } from '@faker-js/faker';
import { DAY } from '../../src/lib/clock.js';
import { type Activity, makeActivities } from './activity.js';
import { COUNTRIES, INDUSTRIES, JOB_TITLES, type Language, type Seniority } from './job-titles.js';
import { createRandom, type Random } from './random.js';

export interface OwnerSeed {
  readonly index: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly active: boolean;
}

export interface CompanySeed {
  readonly index: number;
  readonly name: string;
  readonly domain: string;
  readonly industry: string;
  readonly employees: number;
  /** Euros a year. */
  readonly revenue: number;
  readonly country: string;
  readonly city: string;
  readonly language: Language;
  readonly owner: number;
  readonly createdAt: number;
}

export type PersonStage =
  | 'subscriber'
  | 'lead'
  | 'marketingqualifiedlead'
  | 'salesqualifiedlead'
  | 'opportunity'
  | 'customer';

export interface PersonSeed {
  readonly index: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string | null;
  readonly jobTitle: string | null;
  readonly seniority: Seniority;
  readonly language: Language;
  readonly country: string | null;
  readonly city: string;
  readonly source: SourceName;
  /** Position in `companies`. */
  readonly company: number | null;
  /** Position in `owners`. */
  readonly owner: number | null;
  readonly stage: PersonStage;
  readonly optedOut: boolean;
  readonly createdAt: number;
  /** Oldest first. */
  readonly activities: readonly Activity[];
}

export type SourceName =
  | 'organic'
  | 'paid'
  | 'social'
  | 'email'
  | 'referral'
  | 'direct'
  | 'offline'
  | 'event';

export interface DealSeed {
  readonly index: number;
  readonly name: string;
  readonly person: number;
  readonly company: number | null;
  readonly owner: number | null;
  readonly amount: number;
  readonly outcome: 'open' | 'won' | 'lost';
  /** How far an open deal has come, 0 to 3. */
  readonly progress: number;
  readonly createdAt: number;
  readonly closeAt: number;
}

export interface Population {
  readonly owners: readonly OwnerSeed[];
  readonly companies: readonly CompanySeed[];
  readonly people: readonly PersonSeed[];
  readonly deals: readonly DealSeed[];
}

export interface PopulationOptions {
  readonly seed: number;
  /** People. */
  readonly count: number;
  /** The youngest moment, ms; everything lies before it. */
  readonly now: number;
  /** How far back people were created. Default 240. */
  readonly days?: number;
}

const LOCALES = { en: [en, base], de: [de, en, base], fr: [fr, en, base], es: [es, en, base] };
const FREE_MAIL = ['freemail.example', 'postbox.example'];

/**
 * A made-up market: the same for every CRM, the same for the same (seed, count, now). Whether somebody
 * buys depends on level, size of the company and interest, so that there is something to learn.
 */
export function generatePopulation(options: PopulationOptions): Population {
  const random = createRandom(options.seed);
  const fakers = Object.fromEntries(
    Object.entries(LOCALES).map(([language, locale], position) => [
      language,
      new Faker({ locale, seed: options.seed * 31 + position }),
    ]),
  ) as Record<Language, Faker>;
  const owners = makeOwners(fakers.en);
  const companies = makeCompanies(options, random.fork('companies'), fakers, owners.length);
  const people: PersonSeed[] = [];
  const deals: DealSeed[] = [];
  for (let index = 0; index < options.count; index += 1) {
    const { person, deal } = makePerson(index, options, random.fork(index), fakers, companies);
    people.push(person);
    if (deal) deals.push({ ...deal, index: deals.length });
  }
  return { owners, companies, people, deals };
}

function makeOwners(faker: Faker): OwnerSeed[] {
  return Array.from({ length: 6 }, (_, index) => {
    const firstName = faker.person.firstName();
    const lastName = faker.person.lastName();
    const email = `${slug(firstName)}.${slug(lastName)}@seller.example`;
    return { index, firstName, lastName, email, active: index < 5 };
  });
}

function makeCompanies(
  options: PopulationOptions,
  random: Random,
  fakers: Record<Language, Faker>,
  owners: number,
): CompanySeed[] {
  const taken = new Set<string>();
  return Array.from({ length: Math.max(1, Math.ceil(options.count / 4)) }, (_, index) => {
    const language = random.weighted({ en: 5, de: 3, fr: 2, es: 2 });
    const name = fakers[language].company.name();
    let domain = `${slug(name)}.example`;
    if (taken.has(domain)) domain = `${slug(name)}-${index}.example`;
    taken.add(domain);
    const employees = Math.round(5 * 10 ** (random.next() * 3.3));
    return {
      index,
      name,
      domain,
      industry: random.pick(INDUSTRIES),
      employees,
      revenue: employees * random.int(60, 220) * 1000,
      country: random.pick(COUNTRIES[language]),
      city: fakers[language].location.city(),
      language,
      owner: random.int(0, owners - 2),
      createdAt: options.now - random.int(60, 700) * DAY,
    };
  });
}

function makePerson(
  index: number,
  options: PopulationOptions,
  random: Random,
  fakers: Record<Language, Faker>,
  companies: readonly CompanySeed[],
): { person: PersonSeed; deal: DealSeed | null } {
  const employed = random.chance(0.85);
  const company = employed ? random.pick(companies) : null;
  const language = company?.language ?? random.weighted({ en: 5, de: 3, fr: 2, es: 2 });
  const faker = fakers[language];
  const firstName = faker.person.firstName();
  const lastName = faker.person.lastName();
  const seniority = random.weighted<Seniority>(
    employed
      ? { c_level: 8, vp: 7, director: 15, manager: 28, staff: 36, intern: 4, student: 2 }
      : { c_level: 3, vp: 1, director: 4, manager: 12, staff: 40, intern: 10, student: 30 },
  );
  const createdAt = Math.round(
    options.now - (0.02 + 0.98 * random.next()) * (options.days ?? 240) * DAY,
  );
  const fit =
    { c_level: 0.9, vp: 0.9, director: 0.8, manager: 0.55, staff: 0.3, intern: 0.05, student: 0 }[
      seniority
    ] * (company && company.employees > 50 ? 1 : 0.5);
  const interest = random.next() ** 2;
  const buying = fit * interest;
  const stage = stageOf(random, buying);
  const owner =
    stage === 'subscriber' || random.chance(0.15) ? null : (company?.owner ?? random.int(0, 4));
  const activities = makeActivities(random.fork('activity'), {
    from: createdAt,
    now: options.now,
    interest,
    worked: owner !== null && stage !== 'lead',
  });
  const person: PersonSeed = {
    index,
    firstName,
    lastName,
    email: `${slug(firstName)}.${slug(lastName)}.${index}@${company?.domain ?? random.pick(FREE_MAIL)}`,
    phone: random.chance(0.6) ? faker.phone.number({ style: 'international' }) : null,
    jobTitle: random.chance(0.88) ? random.pick(JOB_TITLES[language][seniority]) : null,
    seniority,
    language,
    country: random.chance(0.9) ? (company?.country ?? random.pick(COUNTRIES[language])) : null,
    city: company?.city ?? faker.location.city(),
    source: random.weighted<SourceName>({
      organic: 30,
      paid: 15,
      social: 12,
      email: 10,
      referral: 12,
      direct: 10,
      offline: 6,
      event: 5,
    }),
    company: company?.index ?? null,
    owner,
    stage,
    optedOut: random.chance(0.04),
    createdAt,
    activities,
  };
  const hasDeal =
    stage === 'opportunity' || stage === 'customer' || (buying > 0.3 && random.chance(0.2));
  return { person, deal: hasDeal ? makeDeal(person, company, random, options.now) : null };
}

function stageOf(random: Random, buying: number): PersonStage {
  const luck = random.next();
  if (luck < buying * 0.35) return 'customer';
  if (luck < buying * 0.6) return 'opportunity';
  if (luck < buying * 0.8) return 'salesqualifiedlead';
  if (luck < buying * 1.1) return 'marketingqualifiedlead';
  return random.chance(0.25) ? 'subscriber' : 'lead';
}

function makeDeal(
  person: PersonSeed,
  company: CompanySeed | null,
  random: Random,
  now: number,
): DealSeed {
  const createdAt = Math.round(person.createdAt + random.next() * (now - person.createdAt) * 0.8);
  const outcome =
    person.stage === 'customer' ? 'won' : person.stage === 'opportunity' ? 'open' : 'lost';
  const closeAt =
    outcome === 'open'
      ? now + random.int(5, 60) * DAY
      : Math.round(createdAt + random.next() * (now - createdAt));
  return {
    index: 0,
    name: `${company?.name ?? person.lastName} - subscription`,
    person: person.index,
    company: person.company,
    owner: person.owner,
    amount: Math.round(((company?.employees ?? 10) * random.int(20, 120)) / 10) * 10 + 1200,
    outcome,
    progress: random.int(0, 3),
    createdAt,
    closeAt,
  };
}

/** Letters and digits of the Latin alphabet, for addresses. */
export function slug(text: string): string {
  return text
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
