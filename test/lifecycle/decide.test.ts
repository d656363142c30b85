import { expect, test } from '@jest/globals';
import { DAY } from '../../src/lib/clock.js';
import { decide } from '../../src/lifecycle/decide.js';
import { decideWith, fedBack, inputOf, lifecycleOf, NOW } from './support.js';

const RISE =
  '{ id: rise, from: [subscriber, lead, recycled], to: mql, when: { field: total, gte: 50 } }';
const DEAL = '{ id: deal, from: [lead, mql], to: sql, when: { field: deal.won, gte: 1 } }';

test('the first match wins', () => {
  const a = '{ id: a, from: [lead], to: mql, when: { field: total, gte: 10 } }';
  const b = '{ id: b, from: [lead], to: sql, when: { field: total, gte: 10 } }';
  expect(decideWith(lifecycleOf(a, b), { facts: { total: 10 } }).entry?.by).toBe('a');
  expect(decideWith(lifecycleOf(b, a), { facts: { total: 10 } }).entry?.by).toBe('b');
});

test('a person’s pin, an override hold or exclude, and being outside stop every rule', () => {
  const lifecycle = lifecycleOf(RISE, DEAL);
  const facts = { total: 80, 'deal.won': 1 };
  expect(decideWith(lifecycle, { facts }).stage).toBe('sql');
  for (const stop of [
    { pin: { stage: 'lead' as const, at: NOW - DAY } },
    { override: 'hold' as const },
    { override: 'exclude' as const },
    { outside: true },
  ]) {
    expect(decideWith(lifecycle, { facts, ...stop })).toMatchObject({
      stage: 'lead',
      entry: null,
      dueAt: null,
    });
  }
});

test('points do not touch an overridden, disqualified or openly dealing lead; deeds do', () => {
  const lifecycle = lifecycleOf(RISE, DEAL);
  for (const guard of [
    { override: 'hot' as const },
    { disqualified: 'competitor' },
    { facts: { total: 80, 'deal.open': 1 } },
  ]) {
    expect(decideWith(lifecycle, { facts: { total: 80 }, ...guard }).stage).toBe('lead');
  }
  const facts = { total: 80, 'deal.won': 1, 'deal.open': 1 };
  expect(decideWith(lifecycle, { facts, override: 'hot' }).stage).toBe('sql');
});

test('all moves of one decision are told, alerts only for the last', () => {
  const lifecycle = lifecycleOf(
    RISE.replace('to: mql,', 'to: mql, alert: new-mql,'),
    DEAL.replace('to: sql,', 'to: sql, alert: new-sql,'),
  );
  const decision = decideWith(lifecycle, { facts: { total: 80, 'deal.won': 1 } });
  expect(decision.entries.map(({ from, to }) => [from, to])).toEqual([
    ['lead', 'mql'],
    ['mql', 'sql'],
  ]);
  expect(decision.alerts).toEqual(['new-sql']);
});

test('rules that contradict each other leave the lead where it is', () => {
  const lifecycle = lifecycleOf(
    '{ id: enter, from: [subscriber], to: lead, when: { field: total, gte: 0 } }',
    '{ id: up, from: [lead], to: mql, when: { field: total, gte: 0 } }',
    '{ id: down, from: [mql], to: lead, back: true, when: { field: total, gte: 0 } }',
  );
  const facts = { total: 5 };
  expect(decideWith(lifecycle, { facts }).stage).toBe('lead');
  expect(decideWith(lifecycle, { facts, stage: 'mql' }).stage).toBe('mql');
  const entering = decideWith(lifecycle, { facts, stage: 'subscriber' });
  expect(entering.entries.map(({ by }) => by)).toEqual(['enter']);
});

test('a restart ends the decision: the facts still speak of acts that no longer count', () => {
  const lifecycle = lifecycleOf(
    '{ id: rest, from: [mql], to: recycled, restart: true, when: { field: feedback, eq: rejected } }',
    RISE,
  );
  const facts = { feedback: 'rejected', total: 80 };
  const decision = decideWith(lifecycle, { stage: 'mql', facts });
  expect(decision).toMatchObject({ stage: 'recycled', countFrom: NOW });
});

test('a move of the past is dated by the past, or not at all', () => {
  const lifecycle = lifecycleOf(RISE);
  const facts = { total: 80 };
  const crossed = NOW - 40 * DAY;
  expect(decideWith(lifecycle, { facts, datedAt: crossed })).toMatchObject({
    stageSince: crossed,
    entry: { at: crossed },
  });
  expect(decideWith(lifecycle, { facts, datedAt: null })).toMatchObject({
    stageSince: null,
    entry: { at: null },
  });
});

test('days in the stage count whole elapsed days and wake the lead when they are full', () => {
  const lifecycle = lifecycleOf(
    '{ id: age, from: [lead], to: recycled, when: { field: stage.days, gte: 30 } }',
  );
  const at = (ms: number) => decideWith(lifecycle, { stageSince: NOW - ms });
  expect(at(30 * DAY).stage).toBe('recycled');
  expect(at(30 * DAY - 1)).toMatchObject({ stage: 'lead', dueAt: NOW + 1 });
  expect(decideWith(lifecycle, { stageSince: null })).toMatchObject({ stage: 'lead', dueAt: null });
});

test('a date wakes the lead when it comes of age', () => {
  const lifecycle = lifecycleOf(
    '{ id: age, from: [lead], to: recycled, when: { field: lastContactedAt, olderThan: 10d } }',
  );
  const facts = { lastContactedAt: '2026-02-25T12:00:00Z' };
  expect(decideWith(lifecycle, { facts })).toMatchObject({ stage: 'lead', dueAt: NOW + 6 * DAY });
  expect(decideWith(lifecycle, { facts, looksAhead: false }).dueAt).toBeNull();
  expect(decideWith(lifecycle, { facts, now: NOW + 6 * DAY }).stage).toBe('recycled');
});

test('the earliest of several waits is told; those of other stages are not', () => {
  const lifecycle = lifecycleOf(
    '{ id: a, from: [lead], to: recycled, for: 5d, when: { field: total, lt: 40 } }',
    '{ id: b, from: [lead], to: recycled, for: 3d, when: { field: total, lt: 30 } }',
    '{ id: c, from: [mql], to: recycled, for: 1d, when: { field: total, lt: 30 } }',
  );
  expect(decideWith(lifecycle, { facts: { total: 10 } })).toMatchObject({
    held: { a: NOW, b: NOW },
    dueAt: NOW + 3 * DAY,
  });
});

test('a hold goes on through a move between stages it covers', () => {
  const lifecycle = lifecycleOf(
    '{ id: rest, from: [lead, mql], to: recycled, for: 3d, when: { field: custom.quiet, eq: true } }',
    RISE.replace(', recycled', ''),
  );
  const input = inputOf({ facts: { 'custom.quiet': true, total: 80 }, held: { rest: NOW - DAY } });
  const moved = decide(lifecycle, input);
  expect(moved).toMatchObject({ stage: 'mql', held: { rest: NOW - DAY }, dueAt: NOW + 2 * DAY });
  const later = { ...fedBack(input, moved), now: NOW + 2 * DAY };
  expect(decide(lifecycle, later).stage).toBe('recycled');
});

test('signals come before rules, and a person’s forbids them', () => {
  const lifecycle = lifecycleOf(DEAL);
  const signal = (source: 'person' | 'automation') => ({
    signals: [{ stage: 'mql' as const, at: NOW - 1000, source }],
    facts: { 'deal.won': 1 },
  });
  expect(decideWith(lifecycle, signal('automation')).entries.map(({ by }) => by)).toEqual([
    'crm',
    'deal',
  ]);
  expect(decideWith(lifecycle, signal('person'))).toMatchObject({
    stage: 'mql',
    pin: { stage: 'mql', at: NOW - 1000 },
  });
});
