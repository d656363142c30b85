import type { Activity } from '../../../src/lead/activity.js';
import type { LeadFields } from '../../../src/lead/fields.js';
import type { Score, Scorer } from '../../../src/scoring/types.js';
import { ago, DAY, NOW, points } from '../../scoring/support.js';

/** An activity type, or a path for a view of that page. */
export type Act = string;
/** What somebody did, and how many days ago, once for each. */
export type Acts = Readonly<Record<Act, readonly number[]>>;
export type Figures = Partial<
  Omit<Score, 'id' | 'reasons' | 'nextChangeAt' | 'dimensions'> & {
    fit: number;
    engagement: number;
  }
>;

/** What a model gives, worked out by hand from the meaning of its document, never by the scorer. */
export interface HandComputed {
  /** What its empty lists are filled with. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** Rule, lead, points. */
  readonly facts: readonly (readonly [string, LeadFields, number])[];
  /** Rule, one act, days ago, points, how they come about. */
  readonly aged: readonly (readonly [string, Act, number, number, string])[];
  /** Rule, acts, points, how they come about. */
  readonly sums: readonly (readonly [string, Acts, number, string])[];
  /** How they come about, lead, acts, the published figures. */
  readonly figures: readonly (readonly [string, LeadFields, Acts, Figures])[];
  /** Numbers that may move by a bit without any figure moving, and why. */
  readonly free: Readonly<Record<string, string>>;
}

function activities(acts: Acts): Activity[] {
  return Object.entries(acts).flatMap(([act, days]) =>
    days.map((day) =>
      act.startsWith('/')
        ? ago(day * DAY, 'page_view', { path: act })
        : ago(day * DAY, act, act.startsWith('custom:') ? { channel: 'event' } : {}),
    ),
  );
}

interface Check {
  readonly title: string;
  readonly lead: LeadFields;
  readonly activities: readonly Activity[];
  /** What is wrong with a score, or undefined. */
  wrong(score: Score): string | undefined;
}

function line(rule: string, expected: number): Check['wrong'] {
  return (score) => {
    const found = points(score, rule);
    return found === expected ? undefined : `${rule} is ${found}, not ${expected}`;
  };
}

function published(figures: Figures): Check['wrong'] {
  return (score) => {
    const found: Record<string, unknown> = { ...score, ...score.dimensions };
    for (const [name, expected] of Object.entries(figures)) {
      const [a, b] = [JSON.stringify(found[name]), JSON.stringify(expected)];
      if (a !== b) return `${name} is ${a}, not ${b}`;
    }
    return undefined;
  };
}

export function checksOf(hand: HandComputed): Check[] {
  return [
    ...hand.facts.map(([rule, lead, expected]) => ({
      title: JSON.stringify(lead),
      lead,
      activities: [],
      wrong: line(rule, expected),
    })),
    ...hand.aged.map(([rule, act, days, expected, by]) => ({
      title: `${act} ${days} days ago (${by})`,
      lead: {},
      activities: activities({ [act]: [days] }),
      wrong: line(rule, expected),
    })),
    ...hand.sums.map(([rule, acts, expected, by]) => ({
      title: `${JSON.stringify(acts)} (${by})`,
      lead: {},
      activities: activities(acts),
      wrong: line(rule, expected),
    })),
    ...hand.figures.map(([by, lead, acts, figures]) => ({
      title: by,
      lead,
      activities: activities(acts),
      wrong: published(figures),
    })),
  ];
}

/** What differs from the figures worked out by hand, one by one, so that a caller may stop at the first. */
export function* differences(scorer: Scorer, checks: readonly Check[]): Generator<string> {
  for (const { title, lead, activities, wrong } of checks) {
    const fields = { email: 'somebody@somewhere.example', ...lead };
    const problem = wrong(scorer.explain({ id: 'l', fields, activities }, NOW));
    if (problem !== undefined) yield `${title}: ${problem}`;
  }
}

/** Entries of tables that hold for everything below the others, too: their number decides nothing. */
export function lowest(...places: readonly string[]): Record<string, string> {
  const why = 'the lowest entry also takes what is below it';
  return Object.fromEntries(
    places.flatMap((place) => [
      [`${place} up`, why],
      [`${place} down`, why],
    ]),
  );
}
