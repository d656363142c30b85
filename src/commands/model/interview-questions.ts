/** What an answer on the command line does. Pure. */
import { QUESTIONS } from '../../scoring/sheet/interview.js';

/** How far an interview is. */
export interface Interview {
  /** The place of the question that is asked next; their number when all were. */
  readonly at: number;
  /** Question -> percent of a sales-ready lead. */
  readonly answers: Readonly<Record<string, number>>;
  readonly stopped: boolean;
}

export const BEGIN: Interview = { at: 0, answers: {}, stopped: false };

export function isDone({ at, stopped }: Interview): boolean {
  return stopped || at >= QUESTIONS.length;
}

/** `3/21  Asked to be contacted`, and what an answer may be. */
export function ask({ at, answers }: Interview): string {
  const { id, asset } = QUESTIONS[at] ?? { id: '', asset: '' };
  const given = answers[id];
  const keeps = given === undefined ? '' : ` [${given}, Enter keeps it]`;
  return `${String(at + 1).padStart(2)}/${QUESTIONS.length}  ${asset}: percent?${keeps} `;
}

const PERCENT = /^(\d{1,3}(?:[.,]\d{1,2})?)\s*%?$/;

/** What a line says: the interview afterwards, and why it asks again where it could not be read. */
export function answer(
  interview: Interview,
  line: string,
): { readonly interview: Interview; readonly problem?: string } {
  const { at, answers } = interview;
  const text = line.trim().toLowerCase();
  if (text === 'q') return { interview: { ...interview, stopped: true } };
  if (text === 'b') {
    if (at === 0) return { interview, problem: 'This is the first question.' };
    return { interview: { ...interview, at: at - 1 } };
  }
  if (text === '') return { interview: { ...interview, at: at + 1 } };
  const percent = Number(PERCENT.exec(text)?.[1]?.replace(',', '.') ?? Number.NaN);
  const id = QUESTIONS[at]?.id ?? '';
  if (percent >= 0 && percent <= 100) {
    return { interview: { ...interview, at: at + 1, answers: { ...answers, [id]: percent } } };
  }
  return {
    interview,
    problem: 'A number from 0 to 100, please; Enter skips, b goes back, q stops and keeps.',
  };
}
