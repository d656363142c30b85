import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PredicateDocument } from '../../src/language/predicate.js';
import { SOURCE_KINDS } from '../../src/lead/change.js';
import { OVERRIDES, STAGES, type Stage } from '../../src/lead/stage.js';
import { DAY } from '../../src/lib/clock.js';
import { decide } from '../../src/lifecycle/decide.js';
import { loadLifecycle, madeByPoints } from '../../src/lifecycle/load.js';
import type { CompiledLifecycle, DecisionInput } from '../../src/lifecycle/types.js';
import { defaultLifecycle, fedBack, inputOf, lifecycleOf, NOW } from './support.js';

const condition = fc.constantFrom(
  { field: 'total', gte: 50 },
  { field: 'total', lt: 50 },
  { field: 'custom.a', eq: 1 },
  { not: { field: 'custom.a', eq: 1 } },
  { field: 'feedback', eq: 'rejected' },
  { field: 'stage.days', gte: 3 },
  {
    all: [
      { field: 'total', lt: 60 },
      { field: 'custom.a', exists: true },
    ],
  },
  { field: 'disqualified', exists: true },
  { field: 'lastContactedAt', olderThan: '5d' },
);

const allowed = (stage: Stage, when: PredicateDocument): boolean =>
  !madeByPoints(when) || (stage !== 'opportunity' && stage !== 'customer');

/** Documents of up to six transitions that may well contradict each other. None starts afresh. */
const lifecycles: fc.Arbitrary<CompiledLifecycle> = fc
  .array(
    fc.record({
      from: fc.subarray(
        [...STAGES].filter((stage) => stage !== 'disqualified'),
        { minLength: 1 },
      ),
      to: fc.constantFrom(...STAGES),
      when: condition,
      for: fc.constantFrom(undefined, '1d', '4d'),
      reverts: fc.boolean(),
      back: fc.constant(true),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => {
    const transitions = list.map((one, index) => ({
      ...one,
      id: `t${index}`,
      from: one.from.filter((stage) => stage !== one.to && allowed(stage, one.when)),
    }));
    const text = JSON.stringify({ lifecycle: 'law', version: 1, transitions });
    try {
      return loadLifecycle(text, 'law.json').lifecycle;
    } catch {
      return null;
    }
  })
  .filter((loaded) => loaded !== null);

const moment = fc.integer({ min: -20, max: 0 }).map((days) => NOW + days * DAY);
const inputs: fc.Arbitrary<DecisionInput> = fc
  .record({
    stage: fc.constantFrom(...STAGES),
    stageSince: fc.option(moment),
    pin: fc.option(fc.record({ stage: fc.constantFrom(...STAGES), at: moment }), { freq: 5 }),
    held: fc.dictionary(fc.constantFrom('t0', 't1', 't2', 'cold'), moment),
    override: fc.constantFrom(...OVERRIDES),
    disqualified: fc.constantFrom(null, 'competitor'),
    outside: fc.constantFrom(false, false, true),
    facts: fc.record(
      {
        total: fc.integer({ min: 0, max: 100 }),
        'reached.mql': fc.boolean(),
        'dimensions.fit': fc.integer({ min: -30, max: 45 }),
        'dimensions.engagement': fc.integer({ min: 0, max: 100 }),
        'custom.a': fc.integer({ min: 0, max: 1 }),
        'deal.open': fc.integer({ min: 0, max: 1 }),
        feedback: fc.constantFrom('accepted', 'rejected'),
        'feedback.reason': fc.constantFrom('timing', 'spam'),
        'feedback.at': moment,
        touched: fc.boolean(),
        lastContactedAt: moment,
        'activity.demo_request.count.7d': fc.integer({ min: 0, max: 1 }),
        'activity.content_download.count.365d': fc.integer({ min: 0, max: 1 }),
      },
      { requiredKeys: [] },
    ),
    signals: fc.array(
      fc.record({
        stage: fc.constantFrom(...STAGES),
        at: moment,
        source: fc.constantFrom(...SOURCE_KINDS),
      }),
      { maxLength: 3 },
    ),
  })
  .map(inputOf);

const SHIPPED = defaultLifecycle();

test('deciding again with the result fed back changes nothing, whatever the document', () => {
  fc.assert(
    fc.property(lifecycles, inputs, (lifecycle, input) => {
      const once = decide(lifecycle, input);
      const twice = decide(lifecycle, { ...fedBack(input, once), signals: [] });
      expect(twice).toEqual({ ...once, entries: [], entry: null, alerts: [] });
      expect(decide(lifecycle, fedBack(input, once))).toEqual(twice);
    }),
    { numRuns: 300 },
  );
});

test('a change followed at the moment a rule answers it is not followed again', () => {
  const lifecycle = lifecycleOf(
    '{ id: back, to: subscriber, from: [recycled], when: { field: custom.a, missing: true } }',
  );
  const input = inputOf({
    stage: 'subscriber',
    stageSince: null,
    signals: [{ stage: 'recycled', at: NOW, source: 'import' }],
  });
  const once = decide(lifecycle, input);
  expect(once.entries.map(({ to }) => to)).toEqual(['recycled', 'subscriber']);
  expect(decide(lifecycle, fedBack(input, once))).toMatchObject({
    stage: 'subscriber',
    entries: [],
  });
});

test('the shipped document settles too, but for leads that start afresh', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const once = decide(SHIPPED, input);
      fc.pre(once.countFrom === null);
      const twice = decide(SHIPPED, { ...fedBack(input, once), signals: [] });
      expect(twice).toEqual({ ...once, entries: [], entry: null, alerts: [] });
    }),
    { numRuns: 300 },
  );
});

test('a person’s last word stands: no rule moves a pinned lead', () => {
  fc.assert(
    fc.property(lifecycles, inputs, (lifecycle, input) => {
      const decision = decide(lifecycle, input);
      fc.pre(decision.pin !== null);
      expect(decision.entries.every(({ by }) => by === 'person' || by === 'crm')).toBe(true);
    }),
  );
});

test('points never move a customer, an opportunity, a disqualified or overridden lead', () => {
  fc.assert(
    fc.property(lifecycles, inputs, (lifecycle, input) => {
      for (const entry of decide(lifecycle, input).entries) {
        if (!entry.byPoints || entry.why.startsWith('No longer')) continue;
        expect(['customer', 'opportunity', 'disqualified']).not.toContain(entry.from);
        expect(input.override).toBe('none');
      }
    }),
  );
});

test('the moment told is the earliest at which something changes by itself', () => {
  fc.assert(
    fc.property(lifecycles, inputs, (lifecycle, input) => {
      const once = decide(lifecycle, input);
      const rest = { ...fedBack(input, once), signals: [] };
      for (let days = 0; days <= 12; days += 1) {
        const now = NOW + days * DAY;
        if (once.dueAt !== null && now >= once.dueAt) break;
        const still = decide(lifecycle, { ...rest, now });
        expect(still.entries).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});
