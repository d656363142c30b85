import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CompiledWrites } from '../../src/mapping/compile.js';
import { type PlanInput, planWrites, standingValues } from '../../src/write-back/plan.js';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 2, 1, 12);
const AT = new Date(NOW).toISOString();
const BEFORE = '2026-02-20T00:00:00.000Z';

const WRITES: CompiledWrites = {
  score: { property: 'p_score', gate: { minChange: 5, riseAtOnce: true, settle: 24 * HOUR } },
  grade: { property: 'p_grade' },
  band: { property: 'p_band' },
  reasons: { property: 'p_reasons' },
  scored_at: { property: 'p_scored_at' },
  stage: { property: 'p_stage' },
  model: { property: 'p_model' },
  crmStage: {
    property: 'lifecyclestage',
    table: { mql: 'marketingqualifiedlead', sql: 'salesqualifiedlead' },
  },
};

const CONFIRMED = {
  p_score: '50',
  p_grade: 'B2',
  p_band: 'warm',
  p_reasons: 'Demo on 3 Feb +50',
  p_scored_at: BEFORE,
  p_stage: 'mql',
  p_model: 'default v1 x',
};

const OUTPUTS = {
  score: 50,
  grade: 'B2',
  band: 'warm',
  reasons: 'Demo on 3 Feb +50',
  scored_at: AT,
  stage: 'mql',
  model: 'default v1 x',
};

function plan(outputs: PlanInput['outputs'] = {}, rest: Partial<PlanInput> = {}) {
  return planWrites({
    outputs: { ...OUTPUTS, ...outputs },
    writes: WRITES,
    confirmed: CONFIRMED,
    lastSentAt: null,
    now: NOW,
    ...rest,
  });
}

const NOTHING = { values: {}, nextDueAt: null };

test('the first time everything goes', () => {
  expect(plan({}, { confirmed: {} }).values).toEqual({
    p_score: '50',
    p_grade: 'B2',
    p_band: 'warm',
    p_reasons: 'Demo on 3 Feb +50',
    p_scored_at: AT,
    p_stage: 'mql',
    p_model: 'default v1 x',
  });
});

test('equal values are never written, and a later date alone is no reason', () => {
  expect(plan()).toEqual(NOTHING);
  expect(plan({ score: 50 }, { confirmed: { ...CONFIRMED, p_score: '50.0' } })).toEqual(NOTHING);
  const moment = { ...CONFIRMED, p_scored_at: String(NOW), p_score: '40' };
  expect(plan({}, { confirmed: moment }).values).toEqual({ p_score: '50' });
});

test('a rise goes at once, with reasons and date of the same moment', () => {
  expect(plan({ score: 51, reasons: 'Click +1' }, { lastSentAt: NOW - 1 })).toEqual({
    values: { p_score: '51', p_reasons: 'Click +1', p_scored_at: AT },
    nextDueAt: null,
  });
});

test('a small fall waits for a larger one', () => {
  expect(plan({ score: 46, reasons: 'Demo +46' })).toEqual(NOTHING);
  expect(plan({ score: 45, reasons: 'Demo +45' }).values).toEqual({
    p_score: '45',
    p_reasons: 'Demo +45',
    p_scored_at: AT,
  });
});

test('a large fall goes at most once in the settling time', () => {
  const sent = NOW - 23 * HOUR;
  expect(plan({ score: 40 }, { lastSentAt: sent })).toEqual({ values: {}, nextDueAt: NOW + HOUR });
  expect(plan({ score: 40 }, { lastSentAt: sent, now: NOW + HOUR }).values).toMatchObject({
    p_score: '40',
  });
  expect(plan({ score: 46 }, { lastSentAt: sent }).nextDueAt).toBeNull();
});

test.each([
  ['grade', { grade: 'C2' }, { p_grade: 'C2' }],
  ['band', { band: 'cool' }, { p_band: 'cool' }],
  ['stage', { stage: 'recycled' }, { p_stage: 'recycled' }],
  ['model', { model: 'default v2 x' }, { p_model: 'default v2 x' }],
])('a changed %s goes at once and takes the score along', (_, outputs, written) => {
  const values = { ...written, p_score: '49', p_reasons: 'Demo +49', p_scored_at: AT };
  const now = plan({ ...outputs, score: 49, reasons: 'Demo +49' }, { lastSentAt: NOW - 1 });
  expect(now).toEqual({ values, nextDueAt: null });
});

test('other reasons for the same score wait', () => {
  expect(plan({ reasons: 'Click +1, Demo +49' })).toEqual(NOTHING);
});

test('a cleared value is put back at once', () => {
  const recent = { lastSentAt: NOW - 1 };
  expect(plan({}, { ...recent, confirmed: { ...CONFIRMED, p_score: null } }).values).toEqual({
    p_score: '50',
    p_scored_at: AT,
  });
  expect(plan({}, { ...recent, confirmed: { ...CONFIRMED, p_reasons: '' } }).values).toEqual({
    p_reasons: 'Demo on 3 Feb +50',
    p_scored_at: AT,
  });
});

test('a lead that is scored no more is cleared at once', () => {
  const none = { score: null, grade: null, band: null, reasons: null, scored_at: null };
  expect(plan(none, { lastSentAt: NOW - 1 }).values).toEqual({
    p_score: null,
    p_grade: null,
    p_band: null,
    p_reasons: null,
    p_scored_at: null,
  });
  expect(plan({ ...none, grade: 'B2', band: 'warm' }, { lastSentAt: NOW - 1 }).values).toEqual({
    p_score: null,
    p_reasons: null,
    p_scored_at: null,
  });
});

test('where nothing was ever written there is nothing to clear', () => {
  expect(
    plan({ score: null, grade: null }, { confirmed: {}, writes: { score: { property: 's' } } }),
  ).toEqual(NOTHING);
});

test('results without a property, and properties without a result, are left alone', () => {
  const writes = { score: { property: 's' }, grade: { property: 'g' } };
  expect(
    planWrites({
      outputs: { score: 3, band: 'hot' },
      writes,
      confirmed: {},
      lastSentAt: null,
      now: NOW,
    }),
  ).toEqual({ values: { s: '3' }, nextDueAt: null });
});

test('a score without a gate is written whenever it or its reasons change', () => {
  const writes = { ...WRITES, score: { property: 'p_score' } };
  const recent = { writes, lastSentAt: NOW - 1 };
  expect(plan({ score: 49 }, recent).values).toEqual({ p_score: '49', p_scored_at: AT });
  expect(plan({ reasons: 'x' }, recent).values).toEqual({ p_reasons: 'x', p_scored_at: AT });
});

test('rises that do not go at once pass the same gate as falls', () => {
  const writes = {
    ...WRITES,
    score: { property: 'p_score', gate: { minChange: 5, riseAtOnce: false, settle: HOUR } },
  };
  expect(plan({ score: 54 }, { writes })).toEqual(NOTHING);
  expect(plan({ score: 55 }, { writes }).values.p_score).toBe('55');
  expect(plan({ score: 55 }, { writes, lastSentAt: NOW - 1 }).nextDueAt).toBe(NOW - 1 + HOUR);
});

test('other reasons for the same score wait even where any fall may go', () => {
  const gate = { minChange: 0, riseAtOnce: true, settle: 0 };
  const writes = { ...WRITES, score: { property: 'p_score', gate } };
  expect(plan({ reasons: 'x' }, { writes })).toEqual(NOTHING);
  expect(plan({ score: 49 }, { writes }).values).toEqual({ p_score: '49', p_scored_at: AT });
});

test('a further model has a gate of its own', () => {
  const writes: CompiledWrites = {
    ...WRITES,
    crm_score: { property: 'q_score', gate: { minChange: 5, riseAtOnce: true, settle: HOUR } },
    crm_reasons: { property: 'q_reasons' },
  };
  const confirmed = { ...CONFIRMED, q_score: '30', q_reasons: 'a' };
  const both = { score: 60, crm_score: 28, crm_reasons: 'b' };
  expect(plan(both, { writes, confirmed }).values).toEqual({ p_score: '60', p_scored_at: AT });
  const staged = plan({ stage: 'sql', crm_score: 28, crm_reasons: 'b' }, { writes, confirmed });
  expect(staged.values).toEqual({ p_stage: 'sql', p_scored_at: AT });
  expect(plan({ crm_score: 31, crm_reasons: 'b' }, { writes, confirmed }).values).toEqual({
    q_score: '31',
    q_reasons: 'b',
  });
});

const ORDER = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
];

function move(current: string | null, target: string, order: readonly string[] = ORDER) {
  return plan({ crmStage: target }, { crmStage: { current, order } }).values.lifecyclestage;
}

test("a further model's grade takes nothing of the primary model's with it", () => {
  const writes = { ...WRITES, services_grade: { property: 'p_services_grade' } };
  const { values } = plan({ services_grade: 'A1', score: 48, reasons: 'other' }, { writes });
  expect(values).toEqual({ p_services_grade: 'A1' });
});

test('the stage of the CRM moves only forward and never into or out of an opportunity', () => {
  expect(move('lead', 'mql')).toBe('marketingqualifiedlead');
  expect(move(null, 'mql')).toBe('marketingqualifiedlead');
  expect(move('', 'sql')).toBe('salesqualifiedlead');
  expect(move('marketingqualifiedlead', 'mql')).toBeUndefined();
  expect(move('salesqualifiedlead', 'mql')).toBeUndefined();
  for (const stage of ['opportunity', 'customer', 'evangelist', 'other']) {
    expect([stage, move(stage, 'sql')]).toEqual([stage, undefined]);
  }
  expect(move('lead', 'recycled')).toBeUndefined();
  expect(move('lead', 'mql', ['lead', 'custom'])).toBeUndefined();
  const reordered = ['lead', 'opportunity', 'marketingqualifiedlead'];
  expect(move('lead', 'mql', reordered)).toBeUndefined();
  expect(plan({ crmStage: 'mql' }).values).toEqual({});
});

test('a document may keep further stages, and none goes into a kept one', () => {
  const writes: CompiledWrites = {
    crmStage: {
      property: 'lifecyclestage',
      table: { sql: 'salesqualifiedlead', customer: 'customer' },
      keep: ['salesqualifiedlead'],
    },
  };
  for (const crmStage of ['sql', 'customer']) {
    expect(plan({ crmStage }, { writes, crmStage: { current: 'lead', order: ORDER } })).toEqual(
      NOTHING,
    );
  }
});

test('once what is planned is confirmed, nothing is left to write', () => {
  const text = fc.constantFrom('A1', 'B2', '', 'x');
  const outputs = fc.record({
    score: fc.option(fc.integer({ min: -50, max: 150 })),
    grade: text,
    band: text,
    reasons: text,
    scored_at: fc.constant(AT),
    stage: text,
    crmStage: fc.constantFrom('mql', 'sql', 'recycled'),
  });
  const confirmed = fc.dictionary(
    fc.constantFrom(...Object.keys(CONFIRMED)),
    fc.oneof(text, fc.integer({ min: -50, max: 150 }).map(String), fc.constant(null)),
  );
  const sent = fc.option(fc.integer({ min: NOW - 48 * HOUR, max: NOW }));
  const stage = fc.constantFrom(null, ...ORDER);
  fc.assert(
    fc.property(outputs, confirmed, sent, stage, (wanted, held, lastSentAt, current) => {
      const input = { outputs: wanted, writes: WRITES, confirmed: held, lastSentAt, now: NOW };
      const first = planWrites({ ...input, crmStage: { current, order: ORDER } });
      for (const [property, value] of Object.entries(first.values)) {
        expect(value).not.toBe(held[property] === '' ? null : held[property]);
      }
      const written = { ...held, ...first.values };
      const now = first.values.lifecyclestage ?? current;
      const second = planWrites({
        ...input,
        confirmed: written,
        crmStage: { current: now, order: ORDER },
      });
      expect(second.values).toEqual({});
      if (first.nextDueAt !== null) expect(first.nextDueAt).toBeGreaterThan(NOW);
      // Whatever is written of score and reasons, what stands then is of this moment.
      if ('p_score' in first.values || 'p_reasons' in first.values) {
        expect(written.p_scored_at).toBe(AT);
        expect(written.p_score || null).toBe(wanted.score === null ? null : String(wanted.score));
        expect(written.p_reasons || null).toBe(wanted.reasons || null);
      }
    }),
    { numRuns: 1000 },
  );
});

test('reasons and date that are still wanted of a score that was taken stay wanted', () => {
  // The CRM took the new score and refused its reasons.
  const confirmed = { ...CONFIRMED, p_score: '61' };
  const want = { ...confirmed, p_reasons: 'Demo on 20 Feb +61', p_scored_at: AT };
  expect(standingValues(WRITES, { want, confirmed })).toEqual(want);
  const read = { ...confirmed, p_score: '61.0' };
  expect(standingValues(WRITES, { want, confirmed: read })).toEqual(want);
  // Of a score that never arrived nothing stays, nor of what goes by itself.
  const other = { ...want, p_score: '70', p_grade: 'A1', lifecyclestage: 'lead' };
  expect(standingValues(WRITES, { want: other, confirmed })).toEqual(confirmed);
});
