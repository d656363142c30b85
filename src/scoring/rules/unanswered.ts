import { parseDuration } from '../../language/duration.js';
import { isMissing } from '../../language/values.js';
import type { Activity } from '../../lead/activity.js';
import { Hits } from '../matchers.js';
import type { RuleDocument } from '../schema.js';
import type { Rule } from './rule.js';
import { compileTally } from './tally.js';

export interface UnansweredFacts {
  readonly asked: Hits;
  readonly answers: Hits;
  /** The arranged activities, newest first. */
  activities(): readonly Activity[];
  /** Whether answers could have been seen at all. */
  observesAnswers(): boolean;
}

/** Pays for each activity that nothing has answered `after` so long. */
export function compileUnanswered(
  rule: RuleDocument,
  readyAt: number | undefined,
  facts: UnansweredFacts,
): Rule {
  const after = parseDuration(rule.unanswered?.after ?? '0d');
  const open = new Hits();
  const { steps, ...tally } = compileTally(rule, readyAt, open);
  let nextDue = Number.POSITIVE_INFINITY;
  return {
    ...tally,
    ...(rule.within !== undefined && { steps }),
    prepare: (now) => {
      open.count = 0;
      nextDue = Number.POSITIVE_INFINITY;
      if (!facts.observesAnswers()) return;
      const answers = new Answers(facts.answers, facts.activities());
      const { asked } = facts;
      for (let index = 0; index < asked.count; index++) {
        const at = asked.at[index] as number;
        const place = asked.place[index] as number;
        if (answers.has(facts.activities()[place] as Activity, at)) continue;
        if (now - at >= after) open.add(at, place);
        // Newest first: the last one seen is the next to fall due.
        else nextDue = at + after;
      }
    },
    edge: () => nextDue,
    work: () => facts.asked.count + facts.answers.count,
  };
}

/** The two newest activities of a kind: two, because a question may not answer itself. */
class Newest {
  first: Activity | undefined;
  second: Activity | undefined;

  /** Activities come newest first. */
  add(activity: Activity): void {
    if (!this.first) this.first = activity;
    else this.second ??= activity;
  }

  answers(asked: Activity, at: number): boolean {
    const other = this.first === asked ? this.second : this.first;
    return other !== undefined && other.occurredAt >= at;
  }
}

/** Answers by what they name: those of one message, those of none, and all together. */
class Answers {
  readonly #all = new Newest();
  readonly #unnamed = new Newest();
  readonly #named = new Map<string, Newest>();

  constructor(answers: Hits, activities: readonly Activity[]) {
    for (let index = 0; index < answers.count; index++) {
      const activity = activities[answers.place[index] as number] as Activity;
      const message = messageOf(activity);
      this.#all.add(activity);
      if (message === undefined) {
        this.#unnamed.add(activity);
        continue;
      }
      const named = this.#named.get(message) ?? new Newest();
      named.add(activity);
      this.#named.set(message, named);
    }
  }

  has(asked: Activity, at: number): boolean {
    const message = messageOf(asked);
    if (message === undefined) return this.#all.answers(asked, at);
    return (
      this.#unnamed.answers(asked, at) || (this.#named.get(message)?.answers(asked, at) ?? false)
    );
  }
}

function messageOf(activity: Activity): string | undefined {
  const message = activity.attributes.message;
  return isMissing(message) ? undefined : String(message);
}
