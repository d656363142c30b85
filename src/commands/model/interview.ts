import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { PlumblineError } from '../../lib/errors.js';
import { ORIGINS } from '../../scoring/sheet/base.js';
import { entriesOfAnswers } from '../../scoring/sheet/interview.js';
import { putSheet } from '../../scoring/sheet/into.js';
import { type Io, isInteractive } from '../io.js';
import { loadModelText, printWarnings } from '../model-file.js';
import { baseModel } from './base-model.js';
import { type Draft, draftOf } from './interview-draft.js';
import { answer, ask, BEGIN, type Interview, isDone } from './interview-questions.js';
import { putFile, refuseOverwrite } from './put-file.js';

export interface InterviewOptions {
  readonly out: string;
  readonly force: boolean;
}

const INTRODUCTION = `If a person did only this, how sales-ready would they be? Ask your best salesperson; a percent for each.
Enter skips, b goes back, q stops and keeps what was answered.
`;

const counted = (interview: Interview): string => {
  const count = Object.keys(interview.answers).length;
  return `${count} answer${count === 1 ? '' : 's'}`;
};

/** Asks until all is answered or the input ends; keeps every answer in the draft at once. */
async function hold(from: Interview, draft: Draft, io: Io): Promise<Interview> {
  const terminal = isInteractive(io);
  const lines = createInterface({
    input: io.stdin as Readable & NodeJS.ReadableStream,
    terminal,
    ...(terminal && { output: io.stderr }),
  });
  let cancelled = false;
  lines.once('SIGINT', () => {
    cancelled = true;
    lines.close();
  });
  let interview = from;
  const put = (): void => {
    lines.setPrompt(ask(interview));
    if (terminal) lines.prompt();
    else io.stderr.write(ask(interview));
  };
  put();
  for await (const line of lines) {
    const said = answer(interview, line);
    if (!terminal) io.stderr.write('\n');
    if (said.problem !== undefined) io.stderr.write(`${said.problem}\n`);
    const answered = said.interview.answers !== interview.answers;
    interview = said.interview;
    if (answered) draft.keep(interview);
    if (isDone(interview)) break;
    put();
  }
  lines.close();
  if (!isDone(interview)) io.stderr.write('\n');
  if (!cancelled) return interview;
  const kept = Object.keys(interview.answers).length > 0;
  const where = `${counted(interview)} kept in ${draft.path}; the same command goes on from there.`;
  throw new PlumblineError('cancelled', `Cancelled. ${kept ? where : 'Nothing was answered.'}`);
}

/**
 * Asks asset by asset how sales-ready a person would be who did only this, and writes the model: percent rules
 * beside the starter's rules of who the lead is. The end of the input stops and keeps, as q does.
 * @returns the exit code: 1 when nothing was answered, and so nothing written
 */
export async function interviewModel(options: InterviewOptions, io: Io): Promise<number> {
  const { out } = options;
  refuseOverwrite(out, options.force);
  const draft = draftOf(out);
  const before = draft.read();
  io.stderr.write(INTRODUCTION);
  io.stderr.write(
    before === undefined
      ? `Your answers are kept in ${draft.path} until the model is written.\n\n`
      : `Going on with ${draft.path}, ${counted(before)}; delete it to begin anew.\n\n`,
  );
  const interview = await hold(before ?? BEGIN, draft, io);
  const entries = entriesOfAnswers(interview.answers);
  if (entries.length === 0) {
    io.stderr.write('No act was given a percent; nothing was written.\n');
    return 1;
  }
  const { text } = putSheet(
    baseModel(entries, { name: 'interview', origin: ORIGINS.interview }),
    entries,
  );
  printWarnings(io.stderr, loadModelText(text, out));
  putFile(out, text);
  draft.remove();
  io.stderr.write(
    `${entries.length} ${entries.length === 1 ? 'rule' : 'rules'} over acts written to ${out}, beside who the lead is.\n`,
  );
  io.stderr.write(`Read it: plumbline model explain ${out}\n`);
  io.stderr.write(`Try it:  plumbline try leads.csv --model ${out}\n`);
  return 0;
}
