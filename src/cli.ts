#!/usr/bin/env node
/** The command line. Every command is loaded when it runs, so that `--help` answers at once. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { processIo, UsageError } from './commands/io.js';

const io = processIo;

/** Anything else that is thrown is a defect, and needs its place. */
function explain(error: unknown): { text: string; code: number } {
  if (error instanceof UsageError) return { text: error.message, code: 2 };
  if (!(error instanceof Error)) return { text: String(error), code: 1 };
  return { text: error.message || error.name, code: 1 };
}

type Action<A extends unknown[]> = (...args: A) => Promise<number>;

/** Runs a command and keeps its exit code; errors are one sentence. */
function run<A extends unknown[]>(action: Action<A>): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      process.exitCode = await action(...args);
    } catch (error) {
      const { text, code } = explain(error);
      io.stderr.write(`${text}\n`);
      process.exitCode = code;
    }
  };
}

function whole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535) {
    throw new InvalidArgumentError('Expected a whole number from 0 to 65535.');
  }
  return value;
}

const collect = (text: string, before: string[]): string[] => [...before, text];

const example = (...lines: string[]): string =>
  `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  $ plumbline ${line}`).join('\n')}`;

const program = new Command('plumbline')
  .description('Lead scoring for HubSpot that people can read. Settings: docs/settings.md.')
  .showHelpAfterError('(add --help for what is possible)')
  .showSuggestionAfterError()
  .exitOverride();

function command(nameAndArguments: string, description: string): Command {
  return program.command(nameAndArguments).description(description);
}

command('serve', 'Run the app: webhooks, user interface and workers, until it is stopped.')
  .addHelpText('after', example('serve'))
  .action(run(async () => (await import('./commands/serve.js')).serve()));

command('demo', 'Show the whole way of a lead against simulated CRMs; nothing leaves this machine.')
  .option('--once', 'play the story once and end', false)
  .option('--json', 'print what happens as JSON lines', false)
  .option('--port <port>', 'port of the page', whole)
  .addHelpText('after', example('demo', 'demo --once --json'))
  .action(
    run(async (options: { once: boolean; json: boolean; port?: number }) =>
      (await import('./commands/demo.js')).demo(options),
    ),
  );

command(
  'try <file>',
  'Score a CSV of leads with the default model and show the best; nothing is sent.',
)
  .option('--model <file>', 'score with this model instead')
  .option('--map <column=field>', 'correct a guess; may be given several times', collect, [])
  .option('--at <time>', 'score as of this moment instead of now')
  .option('--top <number>', 'how many leads to show', whole, 10)
  .option('--json', 'print one JSON document', false)
  .addHelpText(
    'after',
    example('try leads.csv', 'try leads.csv --map "Firma=company.name" --map "Notes=-"'),
  )
  .action(
    run(async (file: string, options: import('./commands/try.js').TryOptions) =>
      (await import('./commands/try.js')).tryFile(file, options, io),
    ),
  );

command('score', 'Score leads from standard input, one JSON object a line, to standard output.')
  .requiredOption('--model <file>', 'the scoring model')
  .option('--at <time>', 'score as of this moment instead of now')
  .addHelpText(
    'after',
    example('score --model config/scoring/b2b-default.yaml < leads.ndjson > scores.ndjson'),
  )
  .action(
    run(async (options: { model: string; at?: string }) =>
      (await import('./commands/score.js')).score(options, io),
    ),
  );

// Somebody downstream has read enough (`plumbline score … | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
