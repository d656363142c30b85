import type { HistoricalValue } from '../../lead/change.js';
import { isAlive } from '../../lead/record.js';
import type { Queryable } from '../../store/pool.js';
import { closeQuestions, type Question, readQuestions } from '../../store/signals.js';
import type { Touched } from './batch.js';

/** `asked`: the history does not reach so far yet. */
type Answer = 'known' | 'unknown' | 'asked';

function answerTo({ value }: Question, history: readonly HistoricalValue[]): Answer {
  const said = history.filter((entry) => entry.value === value).sort((a, b) => b.at - a.at)[0];
  if (!said) return 'asked';
  return said.source.kind === 'unknown' ? 'unknown' : 'known';
}

/**
 * Ends what was asked about stages that this batch answers: where the history names the maker, it gives a
 * signal of its own; a record that is gone, or another one now, is asked no more.
 */
export async function settleQuestions(db: Queryable, touched: Iterable<Touched>): Promise<void> {
  const answers = new Map<number, readonly HistoricalValue[] | null>();
  for (const { record, stageHistory } of touched) {
    const gone = !isAlive(record.state) || record.state.alias !== undefined;
    if (gone || stageHistory) answers.set(record.id, gone ? null : stageHistory);
  }
  const closed: Record<Answer, Question[]> = { known: [], unknown: [], asked: [] };
  for (const question of await readQuestions(db, [...answers.keys()])) {
    const history = answers.get(question.record);
    closed[history ? answerTo(question, history) : 'unknown'].push(question);
  }
  await closeQuestions(db, closed.known, closed.unknown);
}
