import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld, sendHook, waitFor } from '../support/app-world.js';

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({ simulator: { contacts: 12 } });
});
afterAll(() => world?.close());

const EMAIL = 'nadia.moreau@erased.example';
const lead = async (record: string): Promise<{ lead: number | null; stage: string } | undefined> =>
  (
    await world.rows<{ lead: number | null; stage: string }>(
      `select r.lead, l.stage from records r left join leads l on l.id = r.lead
       where r.object = 'contacts' and r.record = $1`,
      [record],
    )
  )[0];

/**
 * Every table and column in which a text stands, whatever its type; but the places of polls, which know
 * the ids of the last two minutes so as not to read them twice.
 */
async function traces(texts: readonly string[]): Promise<string[]> {
  const columns = await world.rows<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and table_name <> 'cursors' order by 1, 2`,
  );
  expect(columns.length).toBeGreaterThan(150);
  const found: string[] = [];
  for (const { table, column } of columns) {
    for (const text of texts) {
      // Bytes are looked at as text too; an id must stand alone, not inside a longer number.
      const rows = await world.rows<{ n: number }>(
        `select count(*)::int as n from "${table}"
         where case when pg_typeof("${column}") = 'bytea'::regtype
           then encode("${column}"::text::bytea, 'escape') else "${column}"::text end
           ~* ('(^|[^0-9a-z])' || $1 || '($|[^0-9a-z])')`,
        [text.replaceAll('.', '\\.')],
      );
      if ((rows[0]?.n ?? 0) > 0) found.push(`${table}.${column}`);
    }
  }
  return found;
}

async function createNadia(): Promise<string> {
  const { id } = world.simulator.acts().createContact({
    email: EMAIL,
    firstname: 'Nadia',
    lastname: 'Moreau',
    jobtitle: 'Director of Marketing',
    hubspot_owner_id: world.simulator.data().owners[0]?.id ?? '',
  });
  await waitFor('the lead', async () => typeof (await lead(id))?.lead === 'number');
  return id;
}

test('an erased person leaves nothing but a hash, late news do not bring them back, a creation does', async () => {
  const id = await createNadia();
  const acts = world.simulator.acts();
  acts.fillForm(id, 'demo');
  acts.behave(id, { kind: 'email_open', at: Date.now(), campaign: 'news' });
  acts.behave(id, {
    kind: 'call',
    at: Date.now(),
    direction: 'OUTBOUND',
    answered: true,
    durationMs: 60_000,
  });
  const deal = acts.createDeal(id);
  await waitFor('the MQL', async () => ((await lead(id))?.stage ?? 'lead') !== 'lead');
  await world.settle();
  expect((await traces([EMAIL, id, 'Moreau'])).length).toBeGreaterThan(5);

  acts.erase(id);
  await waitFor('the erasure', async () => (await lead(id)) === undefined);
  await world.settle();
  expect(await traces([EMAIL, id, 'Moreau'])).toEqual([]);
  const [fact] = await world.rows<{ what: string; about: string }>(
    `select what, about from audit where what = 'person.erase' order by id desc limit 1`,
  );
  expect(fact).toEqual({
    what: 'person.erase',
    about: expect.stringMatching(/^contacts of account/),
  });

  const late = {
    objectTypeId: '0-1',
    objectId: Number(id),
    changeSource: 'CRM_UI',
    sourceId: 'userId:5',
    occurredAt: Date.now() - 60_000,
  };
  expect(
    await sendHook(world, [
      {
        ...late,
        subscriptionType: 'object.propertyChange',
        propertyName: 'jobtitle',
        propertyValue: 'Late',
      },
      { ...late, subscriptionType: 'object.creation' },
      { ...late, subscriptionType: 'object.restore' },
      {
        ...late,
        subscriptionType: 'object.associationChange',
        associationType: 'DEAL_TO_CONTACT',
        fromObjectId: Number(deal.id),
        toObjectId: Number(id),
        associationRemoved: false,
      },
    ]),
  ).toBe(204);
  await waitFor('the late delivery', async () => {
    const [row] = await world.rows<{ n: number }>('select count(*)::int as n from deliveries');
    return row?.n === 0;
  });
  await world.settle();
  expect(await traces([EMAIL, id])).toEqual([]);
});

test('who is created again is a new person', async () => {
  const id = await createNadia();
  await world.settle();
  expect((await lead(id))?.lead).toEqual(expect.any(Number));
  expect(
    (
      await world.rows(
        `select 1 from scores s join records r on r.lead = s.lead where r.record = $1`,
        [id],
      )
    ).length,
  ).toBe(1);
});

test('what was merged into the person goes with them', async () => {
  const [primary, loser] = [await createContact('first'), await createContact('second')];
  await world.settle();
  const { id: survivor } = world.simulator.acts().merge('contacts', primary, loser);
  await waitFor('the merge', async () => {
    const [a, b] = [await lead(survivor), await lead(loser)];
    return a?.lead !== undefined && a.lead !== null && a.lead === b?.lead;
  });
  await world.settle();
  world.simulator.acts().erase(survivor);
  await waitFor('the erasure', async () => (await lead(survivor)) === undefined);
  await world.settle();
  expect(
    await traces([primary, loser, survivor, 'first@erased.example', 'second@erased.example']),
  ).toEqual([]);
});

async function createContact(name: string): Promise<string> {
  const { id } = world.simulator.acts().createContact({ email: `${name}@erased.example` });
  await waitFor(name, async () => typeof (await lead(id))?.lead === 'number');
  return id;
}
