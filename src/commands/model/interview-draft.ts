/** The answers given so far, in a file, so that nothing is lost when the interview is broken off. */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { PlumblineError } from '../../lib/errors.js';
import { QUESTIONS } from '../../scoring/sheet/interview.js';
import type { Interview } from './interview-questions.js';
import { putFile } from './put-file.js';

const draftSchema = z.strictObject({
  /** The question to go on with. */
  next: z.string().nullable(),
  answers: z.record(z.string(), z.number().min(0).max(100)),
});

export interface Draft {
  readonly path: string;
  /** What was answered before; undefined when there is no draft. */
  read(): Interview | undefined;
  keep(interview: Interview): void;
  remove(): void;
}

/** The draft beside the model's file. */
export function draftOf(out: string): Draft {
  const path = `${out}.draft.json`;
  return {
    path,
    read() {
      if (!existsSync(path)) return undefined;
      try {
        const { next, answers } = draftSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
        const at = QUESTIONS.findIndex(({ id }) => id === next);
        return { at: at === -1 ? QUESTIONS.length - 1 : at, answers, stopped: false };
      } catch (error) {
        throw new PlumblineError(
          'bad-draft',
          `${path} is no draft of an interview: delete it to begin anew, or name another --out.`,
          { cause: error },
        );
      }
    },
    keep({ at, answers }) {
      const draft = { next: QUESTIONS[at]?.id ?? null, answers };
      putFile(`${path}.new`, `${JSON.stringify(draft, null, 2)}\n`);
      renameSync(`${path}.new`, path);
    },
    remove: () => rmSync(path, { force: true }),
  };
}
