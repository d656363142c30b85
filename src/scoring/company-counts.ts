import { COMPANY_SPAN, type CompanyActivity, type CompanyCount } from '../lead/company-activity.js';
import { joined, type Steps, stepsOf, turnOf, valueAt } from './steps.js';

/** The counts of one company at any moment: made once, asked for all its people. */
export class CompanyCounts {
  static readonly #known = new WeakMap<CompanyActivity, CompanyCounts>();
  readonly #people: number;
  readonly #active: Steps;
  readonly #activities: Steps;

  private constructor({ people, acts }: CompanyActivity) {
    const byPerson = new Map<string | number, number[]>();
    for (const { person, at } of acts) {
      const own = byPerson.get(person);
      if (own) own.push(at);
      else byPerson.set(person, [at]);
    }
    this.#people = people;
    this.#activities = stepsOf(acts.map(({ at }) => [at, at + COMPANY_SPAN]));
    this.#active = stepsOf([...byPerson.values()].flatMap((times) => joined(times, COMPANY_SPAN)));
  }

  static of(activity: CompanyActivity): CompanyCounts {
    const known = CompanyCounts.#known.get(activity) ?? new CompanyCounts(activity);
    CompanyCounts.#known.set(activity, known);
    return known;
  }

  at(count: CompanyCount, now: number): number {
    if (count === 'people') return this.#people;
    return valueAt(this.#steps(count), now);
  }

  /**
   * The first moment after `now` at which the count comes to compare differently with one of the operands;
   * Infinity when it never does. Moments at which it only moves between them are passed over.
   */
  edge(count: CompanyCount, operands: ReadonlySet<number>, now: number): number {
    return count === 'people'
      ? Number.POSITIVE_INFINITY
      : turnOf(this.#steps(count), operands, now);
  }

  #steps(count: 'active' | 'activities'): Steps {
    return count === 'active' ? this.#active : this.#activities;
  }
}
