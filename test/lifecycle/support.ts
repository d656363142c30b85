import { readFileSync } from 'node:fs';
import { DAY } from '../../src/lib/clock.js';
import { decide } from '../../src/lifecycle/decide.js';
import { loadLifecycle } from '../../src/lifecycle/load.js';
import type { CompiledLifecycle, Decision, DecisionInput } from '../../src/lifecycle/types.js';

export const NOW = Date.parse('2026-03-01T12:00:00Z');
export const MODEL = {
  dimensions: ['fit', 'engagement'],
  thresholds: ['mql', 'sql'],
  lists: { friends: ['a.example'] },
};

export function defaultLifecycle(): CompiledLifecycle {
  const file = new URL('../../config/lifecycle.yaml', import.meta.url);
  return loadLifecycle(readFileSync(file, 'utf8'), 'config/lifecycle.yaml', MODEL).lifecycle;
}

/** A document of these transitions, each a YAML flow map. */
export function lifecycleOf(...transitions: string[]): CompiledLifecycle {
  const text = `lifecycle: test\nversion: 1\ntransitions:\n${transitions.map((one) => `  - ${one}\n`).join('')}`;
  return loadLifecycle(text, 'test.yaml').lifecycle;
}

type Change = Partial<Omit<DecisionInput, 'facts'>> & {
  readonly facts?: Readonly<Record<string, unknown>>;
};

export function inputOf({ facts = {}, ...rest }: Change = {}): DecisionInput {
  return {
    stage: 'lead',
    stageSince: NOW - 10 * DAY,
    pin: null,
    held: {},
    override: 'none',
    disqualified: null,
    outside: false,
    now: NOW,
    signals: [],
    ...rest,
    facts: { get: (path) => facts[path] },
  };
}

/** The input of the next decision: what the last one gave, fed back. */
export function fedBack(input: DecisionInput, decision: Decision): DecisionInput {
  const { stage, stageSince, pin, memory, held } = decision;
  return { ...input, stage, stageSince, pin, memory, held };
}

export const decideWith = (lifecycle: CompiledLifecycle, change: Change): Decision =>
  decide(lifecycle, inputOf(change));
