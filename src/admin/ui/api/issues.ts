import { z } from 'zod';
import { isApiError } from './error.js';

/** What the server says of one value that it was sent. */
export interface Issue {
  /** `email`, `records.0`; empty where it is about the whole of what was sent. */
  readonly field: string;
  /** In the server's words, English. */
  readonly message: string;
}

const issuesSchema = z.array(z.object({ path: z.string(), message: z.string() }));

/** The values that a call was refused for; none where it was refused for something else. */
export function issuesOf(thrown: unknown): Issue[] {
  if (!isApiError(thrown, 'bad-request')) return [];
  const parsed = issuesSchema.safeParse(thrown.details.issues);
  return (parsed.data ?? []).map(({ path, message }) => ({
    field: path.replace(/^(body|query|path)(\.|$)/, ''),
    message,
  }));
}

interface IssueWords {
  readonly check: (fields: string) => string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * One sentence on all of them. A field that the reader knows from the form is only named; of another
 * one the server's words help more than nothing.
 */
export function sentenceOfIssues(
  issues: readonly Issue[],
  words: IssueWords,
  list: (parts: readonly string[]) => string,
): string {
  const parts = issues.map(({ field, message }) =>
    field === '' ? message : (words.fields[field] ?? `${field} (${message})`),
  );
  return words.check(list([...new Set(parts)]));
}
