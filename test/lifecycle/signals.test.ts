import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SOURCE_KINDS } from '../../src/lead/change.js';
import { STAGES } from '../../src/lead/stage.js';
import { type Followed, followSignals } from '../../src/lifecycle/signals.js';
import type { StageSignal } from '../../src/lifecycle/types.js';

const fresh = { stage: 'lead' as const, stageSince: null, pin: null };
const signal = (stage: StageSignal['stage'], at: number, source: StageSignal['source']) => ({
  stage,
  at,
  source,
});
const next = ({ stage, stageSince, pin, crmAt, crmStage }: Followed) => ({
  stage,
  stageSince,
  pin,
  memory: { revert: null, crmAt, crmStage },
});

test('a person’s change pins and wins over what we decided later without knowing it', () => {
  const ours = { stage: 'mql' as const, stageSince: 500, pin: null };
  const after = followSignals({ ...ours, signals: [signal('lead', 400, 'person')] });
  expect(after).toMatchObject({ stage: 'lead', stageSince: 400, pin: { stage: 'lead', at: 400 } });
  expect(after.entries).toEqual([
    {
      from: 'mql',
      to: 'lead',
      by: 'person',
      why: 'Set to lead in the CRM by a person',
      at: 400,
      byPoints: false,
    },
  ]);
});

test('a person who confirms the stage pins it without a move', () => {
  const after = followSignals({ ...fresh, signals: [signal('lead', 400, 'person')] });
  expect(after).toMatchObject({ pin: { stage: 'lead', at: 400 }, entries: [] });
});

test.each(['automation', 'import', 'sync', 'unknown'] as const)(
  'a change by %s is followed, forward and back, and never pins',
  (source) => {
    const signals = [signal('opportunity', 100, source), signal('subscriber', 200, source)];
    const after = followSignals({ ...fresh, signals });
    expect(after).toMatchObject({ stage: 'subscriber', stageSince: 200, pin: null });
    expect(after.entries.map(({ by }) => by)).toEqual(['crm', 'crm']);
  },
);

test('automation after a person is followed, and the pin stays', () => {
  const signals = [signal('sql', 100, 'person'), signal('opportunity', 200, 'automation')];
  expect(followSignals({ ...fresh, signals })).toMatchObject({
    stage: 'opportunity',
    pin: { stage: 'sql', at: 100 },
  });
});

test('automation older than our decision is not followed', () => {
  const ours = { stage: 'mql' as const, stageSince: 500, pin: null };
  expect(followSignals({ ...ours, signals: [signal('lead', 400, 'automation')] }).stage).toBe(
    'mql',
  );
});

test('our own changes are echoes', () => {
  expect(followSignals({ ...fresh, signals: [signal('mql', 9, 'us')] })).toMatchObject({
    stage: 'lead',
    entries: [],
  });
});

test('what a person set before the release does not pin again', () => {
  const signals = [signal('sql', 100, 'person')];
  expect(followSignals({ ...fresh, releasedAt: 100, signals }).pin).toBeNull();
  expect(followSignals({ ...fresh, releasedAt: 99, signals }).pin).not.toBeNull();
});

test('a workflow does not bring back a disqualified lead, a person or a deal does', () => {
  const out = { stage: 'disqualified' as const, stageSince: 100, pin: null };
  const by = (stage: StageSignal['stage'], source: StageSignal['source']) =>
    followSignals({ ...out, signals: [signal(stage, 200, source)] }).stage;
  expect(by('lead', 'automation')).toBe('disqualified');
  expect(by('customer', 'automation')).toBe('customer');
  expect(by('lead', 'person')).toBe('lead');
});

const signals = (stages: readonly StageSignal['stage'][]) =>
  fc.array(
    fc.record({
      stage: fc.constantFrom(...stages),
      at: fc.integer({ min: 1, max: 6 }),
      source: fc.constantFrom(...SOURCE_KINDS),
    }),
    { maxLength: 6 },
  );

test('the order in which signals arrive says nothing', () => {
  const shuffled = signals(STAGES).chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      expect(followSignals({ ...fresh, signals: other })).toEqual(
        followSignals({ ...fresh, signals: list }),
      );
    }),
  );
});

test('signals in portions, in any order, end where all at once end', () => {
  const inFunnel = STAGES.filter((stage) => stage !== 'disqualified');
  const shuffled = signals(inFunnel).chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      const all = followSignals({ ...fresh, signals: list });
      let state: Parameters<typeof followSignals>[0] = { ...fresh, signals: [] };
      for (const one of other)
        state = { ...next(followSignals({ ...state, signals: [one] })), signals: [] };
      expect({ stage: state.stage, pin: state.pin }).toEqual({ stage: all.stage, pin: all.pin });
    }),
    { numRuns: 1000 },
  );
});

test('the same signals again change nothing', () => {
  fc.assert(
    fc.property(signals(STAGES), (list) => {
      const once = followSignals({ ...fresh, signals: list });
      const twice = followSignals({ ...next(once), signals: list });
      expect(twice).toEqual({ ...once, entries: [] });
    }),
    { numRuns: 1000 },
  );
});
