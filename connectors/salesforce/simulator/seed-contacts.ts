import type { DealSeed, PersonSeed } from '../../simulator-kit/population.js';
import { ownerOf, personFields, type Seeding, SOURCES, seedDoings } from './seed-person.js';
import { put, seedContext } from './seed-setup.js';
import { OPPORTUNITY_STAGES } from './setup-tables.js';
import { dateText } from './values.js';

/** What a contact brought with it. */
export interface SeededContact {
  readonly contact: string;
  readonly account: string | null;
  readonly opportunity: string | null;
}

export function seedContact(
  seeding: Seeding,
  person: PersonSeed,
  deal: DealSeed | undefined,
  at: number,
): SeededContact {
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
): SeededContact {
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
