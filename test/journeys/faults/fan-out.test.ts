import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EvaluateDependencies, evaluateLeads } from '../../../src/evaluate/step.js';
import { setWrites } from '../../../src/store/accounts.js';
import { claimWrites } from '../../../src/store/deliver.js';
import { continueFanouts } from '../../../src/store/fanouts.js';
import { INTAKES, shippedEvaluation } from '../../support/crms/intakes.js';
import { createIntakeWorld, type IntakeWorld } from '../../support/intake-world.js';

const CONTACTS = 2_000;
/** Contacts that a company's change marks at once. */
const PAGE = 500;

describe.each(INTAKES)('$label', (intake) => {
  const { crm, idOf, person } = intake;
  const company = idOf(1);
  const contacts = Array.from({ length: CONTACTS }, (_, index) => idOf(10_000 + index));
  let world: IntakeWorld;
  let evaluation: EvaluateDependencies;
  const now = Date.now();

  beforeAll(async () => {
    world = await createIntakeWorld(() => now, false, crm);
    evaluation = await shippedEvaluation(world, intake, () => now);
    await setWrites(world.database.pool, world.account.id, true);
    await world.rows('update accounts set backfilled_at = now()');
    const modifiedAt = now - 60_000;
    const big = {
      object: intake.company,
      record: company,
      modifiedAt,
      properties: { [intake.industry]: 'RETAIL' },
    };
    const clerks = contacts.map((record, index) => ({
      object: person,
      record,
      modifiedAt,
      properties: { [intake.email]: `buyer-${index}@big.example`, [intake.title]: 'Clerk' },
      links: { [intake.company]: [{ record: company, primary: true }] },
    }));
    const snapshots = [big, ...clerks];
    await world.page({ readAt: now, origin: 'backfill', missing: [], snapshots });
    await world.drain();
    // The test server keeps no statistics by itself.
    await world.rows('analyze');
    while ((await evaluateLeads(evaluation)) > 0);
    await confirmAll();
  });
  afterAll(() => world?.database.drop());

  /** As if the CRM had taken everything. */
  const confirmAll = () =>
    world.rows(
      `update desired set confirmed = want, sending = null, state = 'idle', token = null, lease = null`,
    );

  const tell = (object: string, record: string, property: string, value: string) =>
    intake.deliver(world, [{ event: 1, object, record, property, value, at: now - 1_000 }]);

  const count = async (sql: string): Promise<number> =>
    (await world.rows<{ count: number }>(`select count(*)::int as count from ${sql}`))[0]?.count ??
    -1;
  const waiting = () => count('lead_work where dirty_seq > scored_seq');

  /** One batch of writes as the next worker would claim it. */
  const claim = (limit: number) =>
    claimWrites(
      world.database.pool,
      { account: world.account.id, object: person, limit },
      { token: 'test', ms: 60_000 },
    );

  test('an edited company reaches its two thousand contacts behind every live change', async () => {
    await tell(intake.company, company, intake.industry, 'COMPUTER_SOFTWARE');
    // Split and applied; not a lead is touched yet.
    await world.drainOnce();
    expect(await count('fanouts')).toBe(1);
    expect(await waiting()).toBe(0);

    const { pool } = world.database;
    let marked = 0;
    // Those whom it comes to last.
    for (const record of contacts.slice(-3).reverse()) {
      await continueFanouts(pool, PAGE);
      marked += PAGE;
      expect(await count('fanouts')).toBe(1);
      await tell(person, record, intake.title, 'Chief Executive Officer');
      await world.drainOnce();
      expect(await evaluateLeads(evaluation, 10)).toBe(10);
      // The live lead is among the first ten, although hundreds were marked before it.
      const [lead] = await world.rows<{ title: string; clean: boolean }>(
        `select l.fields ->> 'jobTitle' as title, w.dirty_seq = w.scored_seq as clean
         from records r join leads l on l.id = r.lead join lead_work w on w.lead = l.id
         where r.object = $1 and r.record = $2`,
        [person, record],
      );
      expect(lead).toEqual({ title: 'Chief Executive Officer', clean: true });
      expect(await waiting()).toBeGreaterThan(marked / 2);
      // So is its write.
      const [first] = await claim(1);
      expect(first?.record).toBe(record);
      expect(first?.background).toBe(false);
    }
    while ((await continueFanouts(pool, PAGE)) > 0);
    while ((await evaluateLeads(evaluation)) > 0);
    expect(await waiting()).toBe(0);
    const industries = await world.rows<{ industry: string; count: number }>(
      `select fields ->> 'company.industry' as industry, count(*)::int as count from leads group by 1`,
    );
    expect(industries).toEqual([{ industry: 'COMPUTER_SOFTWARE', count: CONTACTS }]);
  });
});
