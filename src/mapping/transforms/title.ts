/**
 * What a job title says of a person's rank and department. The words are data (`title-seniority.ts`,
 * `title-department.ts`); here is how a title is taken apart. Titles that say nothing known give null:
 * unknown is not "staff".
 */
import type { Department, Seniority } from '../../lead/fields.js';
import { SENIORITIES } from '../../lead/fields.js';
import { fold, foldUmlautDigraphs } from '../../lib/fold.js';
import { compilePhrases, type Found } from './phrases.js';
import { type TransformFunction, value } from './result.js';
import { DEPARTMENT_WORDS } from './title-department.js';
import {
  ASSISTANT_WORDS,
  FORMER_WORDS,
  NOT_ASSISTING_FIRST,
  OFFICE_WORDS,
  PREPOSITIONS,
  SENIORITY_WORDS,
  WHOLE_TITLES,
} from './title-seniority.js';

export interface TitleReading {
  readonly seniority: Seniority | null;
  readonly department: Department | null;
}

const findSeniority = compilePhrases(SENIORITY_WORDS);
const findAssistant = compilePhrases([['assistant', ASSISTANT_WORDS]]);
const findDepartment = compilePhrases(
  DEPARTMENT_WORDS.map(
    ([department, tier, words]) => [{ department, tier }, words.replace(/\s+/g, ' ')] as const,
  ),
);
const prepositions = new Set(PREPOSITIONS);
const former = new Set(FORMER_WORDS);

/** Both genders written as one, and notes on gender, as job advertisements have them. */
function withoutGender(title: string): string {
  return title
    .replace(/\(\s*[mwfdxhv]\s*(?:[/|,]\s*[mwfdxhv]\s*)+\)/gi, ' ')
    .replace(/(?<=\p{L})(?:[:*_]|\/-?|\(-?)in(?:nen)?\)?(?!\p{L})/giu, 'in')
    .replace(/(?<=\p{L})(?:\(-?|[.·/]-?)(?:e|ne|a|o|rice|trice|euse|ora)\)?(?!\p{L})/giu, '');
}

function wordsOf(folded: string): string[] {
  return folded === '' ? [] : folded.split(' ');
}

const SEGMENTS = /[,;/|•·()&+\n\r]|\s[-–—:@]\s|\s(?:and|und|et|y)\s/giu;

type Level = Seniority | 'none';

/** `stop`: what follows belongs to whom this one assists. */
interface SegmentReading {
  readonly level: Seniority | null;
  readonly stop: boolean;
}

function highest(found: readonly Found<Level>[]): Seniority | null {
  const levels = new Set(found.map(({ meaning }) => meaning));
  return SENIORITIES.find((level) => levels.has(level)) ?? null;
}

function readSegment(words: readonly string[]): SegmentReading {
  const nothing: SegmentReading = { level: null, stop: false };
  if (words.length === 0 || former.has(words[0] as string)) return nothing;
  const whole = WHOLE_TITLES[words.join(' ')];
  if (whole !== undefined) return { level: whole, stop: false };
  const found = findSeniority(words);
  const learner = found.find(({ meaning }) => meaning === 'student' || meaning === 'intern');
  if (learner) return { level: learner.meaning as Seniority, stop: true };
  const preposition = words.findIndex((word, index) => index > 0 && prepositions.has(word));
  const cut = preposition === -1 ? words.length : preposition;
  if (assists(words, cut, found)) return { level: 'staff', stop: true };
  const head = highest(found.filter(({ at }) => at < cut));
  if (head !== null) return { level: head, stop: false };
  // "Right hand to the CEO": the rank belongs to somebody else.
  return words[cut] === 'to' && highest(found) === 'c_level'
    ? nothing
    : { level: highest(found), stop: false };
}

function assists(words: readonly string[], cut: number, found: readonly Found<Level>[]): boolean {
  const ranked = (at: number): boolean =>
    found.some((one) => at >= one.at && at < one.at + one.length && one.meaning === 'c_level');
  const assistants = findAssistant(words).filter(({ at }) => !ranked(at));
  const serves = (at: number): boolean => at === cut - 1 || at === words.length - 1;
  const first = !NOT_ASSISTING_FIRST.includes(words[0] ?? '');
  if (assistants.some(({ at }) => (at === 0 && first) || serves(at))) return true;
  const office = words.findIndex((word) => OFFICE_WORDS.includes(word));
  const before = highest(found.filter(({ at }) => at < office));
  const top = (level: Seniority | null): boolean => level === 'c_level' || level === 'vp';
  return office !== -1 && serves(office) && top(highest(found)) && (!before || top(before));
}

function seniorityOf(segments: readonly string[]): Seniority | null {
  const levels = new Set<Seniority>();
  for (const segment of segments) {
    const { level, stop } = readSegment(wordsOf(segment));
    if (level === 'student' || level === 'intern') return level;
    if (level !== null) levels.add(level);
    if (stop) break;
  }
  return SENIORITIES.find((level) => levels.has(level)) ?? null;
}

function departmentOf(folded: string, seniority: Seniority | null): Department | null {
  const leads = ['c_level', 'vp', 'director', 'manager'].includes(seniority ?? '');
  const found = findDepartment(wordsOf(folded))
    // Whoever assists the management is not the management.
    .filter(({ meaning }) => leads || meaning.department !== 'management')
    .filter(({ meaning }) => meaning.department !== 'none')
    .sort((a, b) => a.meaning.tier - b.meaning.tier || a.at - b.at);
  return (found[0]?.meaning.department as Department | undefined) ?? null;
}

function read(segments: readonly string[], folded: string): TitleReading {
  const seniority = seniorityOf(segments);
  return { seniority, department: departmentOf(folded, seniority) };
}

const MEMORY = 20_000;
const remembered = new Map<string, TitleReading>();

/** Reads a title; the last few thousand different ones are remembered. */
export function readTitle(title: string): TitleReading {
  const known = remembered.get(title);
  if (known) return known;
  const text = withoutGender(title.slice(0, 300));
  const folded = fold(text);
  const segments = text.split(SEGMENTS).map(fold);
  let reading = read(segments, folded);
  if (foldUmlautDigraphs(folded) !== folded) {
    const other = read(segments.map(foldUmlautDigraphs), foldUmlautDigraphs(folded));
    const ranks = [reading.seniority, other.seniority];
    reading = {
      seniority: SENIORITIES.find((level) => ranks.includes(level)) ?? null,
      department: reading.department ?? other.department,
    };
  }
  if (remembered.size >= MEMORY) remembered.clear();
  remembered.set(title, reading);
  return reading;
}

/** c_level, vp, director, manager, staff, intern, student; null when the title says none of them. */
export const titleSeniority: TransformFunction = (raw) => value(readTitle(raw).seniority);

/** sales, marketing, it, …; `other` for a known trade outside the list; null when unknown. */
export const titleDepartment: TransformFunction = (raw) => value(readTitle(raw).department);
