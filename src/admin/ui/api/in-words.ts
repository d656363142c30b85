/** Answers of the server with its own sentences, and its names of lead fields, in the reader's language. */
import { useCallback, useDeferredValue, useMemo } from 'react';
import type { accountsApi, Connectable, ConnectedAccount } from '../../api/contract/accounts.js';
import type { CheckedDocument } from '../../api/contract/documents.js';
import type {
  LeadPage,
  LeadSources,
  LeadWouldChange,
  LeadWrites,
  TimelineItem,
} from '../../api/contract/lead-shapes.js';
import type { ModelCheck } from '../../api/contract/models.js';
import { type Texts, useTexts } from '../texts/index.js';
import type { Answer } from './call.js';

type Words = Pick<Texts, 'said' | 'phrase' | 'fields'>;
type Said = Pick<Words, 'said'>;

/**
 * For `select` of a query: the answer in the reader's language. Waits for the areas of words that it
 * is said in.
 */
export function useInWords<A extends keyof Words, T>(
  areas: readonly A[],
  inWords: (answer: T, words: Pick<Words, A>) => T,
): (answer: T) => T {
  const texts = useTexts();
  for (const area of areas) void texts[area];
  return useCallback((answer: T) => inWords(answer, texts), [inWords, texts]);
}

type OrNull = <T extends string | null>(text: T) => T;
const orNull =
  ({ said }: Said): OrNull =>
  (text) =>
    (text === null ? text : said(text)) as typeof text;

export function accountsInWords(
  accounts: readonly ConnectedAccount[],
  words: Said,
): readonly ConnectedAccount[] {
  const { said } = words;
  return accounts.map((account) => ({
    ...account,
    name: said(account.name),
    problem: orNull(words)(account.problem),
    way: {
      ...account.way,
      label: said(account.way.label),
      freshness: said(account.way.freshness),
    },
    polling: {
      ...account.polling,
      troubles: account.polling.troubles.map((trouble) => ({
        ...trouble,
        feed: said(trouble.feed),
        reason: said(trouble.reason),
      })),
      lacks: account.polling.lacks.map((lack) => ({ ...lack, reason: said(lack.reason) })),
    },
    stream: account.stream && {
      ...account.stream,
      note: orNull(words)(account.stream.note),
    },
    parked: {
      ...account.parked,
      reasons: account.parked.reasons.map((one) => ({ ...one, reason: said(one.reason) })),
    },
  }));
}

/** What can be connected, and what each way asks for. */
export const connectableInWords = (
  connectable: readonly Connectable[],
  { said }: Said,
): readonly Connectable[] =>
  connectable.map((one) => ({
    ...one,
    ways: one.ways.map((way) => ({
      ...way,
      label: said(way.label),
      freshness: said(way.freshness),
      fields: way.fields.map((field) => ({
        ...field,
        label: said(field.label),
        help: said(field.help),
      })),
    })),
  }));

interface Mapped {
  readonly items: readonly {
    readonly name: string;
    readonly objects: readonly { readonly label: string }[];
  }[];
}

export const mappedInWords = <A extends Mapped>(mapped: A, { said }: Said): A => ({
  ...mapped,
  items: mapped.items.map((one) => ({
    ...one,
    name: said(one.name),
    objects: one.objects.map((object) => ({ ...object, label: said(object.label) })),
  })),
});

type WriteBackPlan = Answer<typeof accountsApi.writeBackPlan>;

/** What turning write-back on does. */
export const planInWords = (plan: WriteBackPlan, words: Said): WriteBackPlan => ({
  steps: plan.steps.map((step) => ({ ...step, reason: orNull(words)(step.reason) })),
});

export const leadInWords = (lead: LeadPage, words: Said): LeadPage => ({
  ...lead,
  problem: orNull(words)(lead.problem),
  scores: lead.scores.map((score) => ({
    ...score,
    // Labels of rules are the model's; the other lines are ours.
    lines: score.lines.map((line) =>
      line.rule === null ? { ...line, label: words.said(line.label) } : line,
    ),
  })),
  stages: lead.stages.map((entry) => ({ ...entry, why: words.said(entry.why) })),
  records: lead.records.map((record) => recordInWords(record, words)),
});

interface Recorded {
  readonly objectLabel: string;
  readonly account: { readonly id: string; readonly name: string };
}

const recordInWords = <R extends Recorded>(record: R, { said }: Said): R => ({
  ...record,
  objectLabel: said(record.objectLabel),
  account: { ...record.account, name: said(record.account.name) },
});

export const entryInWords = (item: TimelineItem, { said }: Said): TimelineItem =>
  item.kind === 'stage' ? { ...item, why: said(item.why) } : item;

export const sourcesInWords = (
  sources: LeadSources,
  words: Pick<Words, 'said' | 'fields'>,
): LeadSources => ({
  fields: sources.fields.map((field) => ({
    ...field,
    label: words.fields[field.field] ?? field.label,
    derivedFrom:
      field.derivedFrom === null ? null : (words.fields[field.derivedFrom] ?? field.derivedFrom),
    steps: field.steps.map((step) => ({ ...step, error: orNull(words)(step.error) })),
    others: field.others.map((other) => ({ ...other, error: orNull(words)(other.error) })),
  })),
  records: sources.records.map((record) => recordInWords(record, words)),
});

export const writesInWords = (writes: LeadWrites, words: Said): LeadWrites => ({
  records: writes.records.map((one) => ({
    ...one,
    record: recordInWords(one.record, words),
    reason: orNull(words)(one.reason),
  })),
  tasks: writes.tasks.map((task) => ({ ...task, reason: orNull(words)(task.reason) })),
});

export const wouldInWords = (
  would: LeadWouldChange,
  { phrase }: Pick<Words, 'phrase'>,
): LeadWouldChange => ({
  hindrance: would.hindrance === null ? null : phrase(would.hindrance),
  goals: would.goals.map((goal) => ({
    ...goal,
    proposals: goal.proposals.map((one) => ({ ...one, words: phrase(one.words) })),
  })),
});

/** What is wrong in a text, and what is worth a look. */
export const checkedInWords = <C extends CheckedDocument>(checked: C, { said }: Said): C => {
  const each = (problems: CheckedDocument['problems']) =>
    problems.map((problem) => ({ ...problem, message: said(problem.message) }));
  return { ...checked, problems: each(checked.problems), warnings: each(checked.warnings) };
};

/**
 * What is wrong in a text that somebody works on. While the words for it are read, what was known
 * before stays: nothing is taken from under the writer's hands.
 */
export function useCheckedInWords(checked: CheckedDocument | null): CheckedDocument | null {
  const late = useDeferredValue(checked);
  const texts = useTexts();
  const found = late !== null && late.problems.length + late.warnings.length > 0;
  if (found) void texts.said;
  return useMemo(() => (found ? checkedInWords(late, texts) : late), [late, found, texts]);
}

/** What the server says of a model's parts; what the model names itself stays. */
export function checkInWords(
  told: ModelCheck,
  inWords: Pick<Words, 'said' | 'phrase'>,
): ModelCheck {
  const check = checkedInWords(told, inWords);
  const { phrase } = inWords;
  const { words } = check;
  if (words === null) return check;
  const orNone = (text: string | null): string | null => (text === null ? null : phrase(text));
  const each = (map: Readonly<Record<string, string | null>>) =>
    Object.fromEntries(Object.entries(map).map(([name, text]) => [name, orNone(text)]));
  return {
    ...check,
    words: {
      ...words,
      include: orNone(words.include),
      exclude: orNone(words.exclude),
      dimensions: each(words.dimensions),
      groups: each(words.groups),
      rules: words.rules.map(
        (rule) => rule && { ...rule, sentence: phrase(rule.sentence), size: phrase(rule.size) },
      ),
      disqualify: words.disqualify.map(orNone),
      segments: words.segments.map(
        (segment) =>
          segment && { when: phrase(segment.when), changes: segment.changes.map(phrase) },
      ),
    },
  };
}

interface Fields {
  readonly fields: readonly { readonly name: string; readonly label: string }[];
}

/** Lead fields to choose from. */
export const fieldsInWords = <A extends Fields>(
  answer: A,
  { fields }: Pick<Words, 'fields'>,
): A => ({
  ...answer,
  fields: answer.fields.map((field) => ({ ...field, label: fields[field.name] ?? field.label })),
});
