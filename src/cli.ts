#!/usr/bin/env node
/** The command line. Every command is loaded when it runs, so that `--help` answers at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { processIo } from './commands/io.js';
import { registerModel } from './commands/model/register.js';
import { collect, example, MOST, run, whole } from './commands/registration.js';
import { packageRoot } from './lib/root.js';

const io = processIo;

const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
  version: string;
};

const program = new Command('plumbline')
  .description(
    'Lead scoring for HubSpot and Salesforce that people can read. Settings: docs/settings.md.',
  )
  .version(version)
  .showHelpAfterError('(add --help for what is possible)')
  .showSuggestionAfterError()
  // `model export --version 2` is not `--version`.
  .enablePositionalOptions()
  .exitOverride();

function command(nameAndArguments: string, description: string): Command {
  return program.command(nameAndArguments).description(description);
}

command('serve', 'Run the app: webhooks and workers, until it is stopped.')
  .addHelpText('after', example('serve'))
  .action(run(async () => (await import('./commands/serve.js')).serve()));

command('demo', 'Show the whole way of a lead against simulated CRMs; nothing leaves this machine.')
  .option('--once', 'play one whole round without a browser, then end', false)
  .option('--json', 'with --once: the figures as JSON in the last line', false)
  .option('--port <port>', 'port of the page', whole(0, 65_535))
  .option('--no-visitors', 'nobody in the simulated CRMs acts by themselves')
  .addHelpText('after', example('demo', 'demo --once --json'))
  .action(
    run(async (options: { once: boolean; json: boolean; visitors: boolean; port?: number }) =>
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
  .option('--top <number>', 'how many leads to show', whole(0, MOST), 10)
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

command('score', 'Score leads from standard input, or the stored ones, one JSON object a line.')
  .option('--model <file>', 'the scoring model; of stored leads the primary one unless named')
  .option('--at <time>', 'score as of this moment instead of now')
  .option('--stored', 'score the leads of the database, as they were at that moment', false)
  .option('--lead <number>', 'with --stored: this lead; may be given several times', collect, [])
  .addHelpText(
    'after',
    example(
      'score --model config/scoring/b2b-default.yaml < leads.ndjson > scores.ndjson',
      'score --stored --lead 42 --at 2026-03-01',
    ),
  )
  .action(
    run(async (options: import('./commands/score.js').ScoreOptions) =>
      (await import('./commands/score.js')).score(options, io),
    ),
  );

registerModel(program);

const connect = command(
  'connect <crm>',
  'Connect an account by what its CRM asks for, or prepare and register an app of your own.',
)
  .option('--key <key>', 'service key; - reads it from standard input')
  .option('--url <address>', 'public https address of this Plumbline: writes the files of your app')
  .option('--out <folder>', 'folder for the files of your app')
  .option('--client-id <id>', 'client id of your app: stores it and prints the install address')
  .option('--client-secret <secret>', 'its client secret; - reads it from standard input')
  .option('--listed', 'it is the marketplace app instead of your own', false)
  .option('--install', 'print a new install address for the app that is stored', false)
  .option('--way <way>', 'how to connect, where the CRM has several ways (below)')
  // What else a way asks for is an option by the name that its CRM gives it.
  .allowUnknownOption()
  .allowExcessArguments()
  .addHelpText(
    'after',
    example(
      'connect hubspot --key - < key.txt',
      'connect hubspot --url https://plumbline.example --out my-app',
      'connect hubspot --client-id 1234 --client-secret - < secret.txt',
      'connect salesforce --help',
      'connect salesforce --way client-credentials --login-url https://acme.my.salesforce.com --client-id KEY --client-secret - < secret.txt',
    ),
  )
  .action(
    run(
      async (
        crm: string,
        options: Omit<import('./commands/connect.js').ConnectOptions, 'more'>,
        { args }: Command,
      ) =>
        (await import('./commands/connect.js')).connect(
          crm,
          { ...options, more: args.slice(1) },
          io,
        ),
    ),
  );

// What a CRM asks for is its connector's to say, which is loaded for those who ask.
const [asked, crm] = process.argv.slice(process.argv[2] === 'help' ? 3 : 2);
if (asked === 'connect' && process.argv.some((word) => /^(-h|--help|help)$/.test(word))) {
  connect.addHelpText('after', (await import('./commands/connect-help.js')).connectHelp(crm));
}

command(
  'write-back <on|off> <account>',
  'Allow or stop writing into an account (portal id, or ours).',
)
  .option('-y, --yes', 'do not ask', false)
  .addHelpText('after', example('write-back on 4242001', 'write-back off 4242001'))
  .action(
    run(async (state: string, account: string, options: { yes: boolean }) =>
      (await import('./commands/write-back.js')).writeBack(state, account, options, io),
    ),
  );

command(
  'call-share <percent> <account>',
  "Set which part of the CRM's calls of a day Plumbline may use (50 unless set).",
)
  .addHelpText('after', example('call-share 30 4242001'))
  .action(
    run(async (percent: string, account: string) =>
      (await import('./commands/call-share.js')).callShare(percent, account, io),
    ),
  );

command('disconnect <account>', 'Leave an account (portal id, or ours); its leads and scores stay.')
  .option('--erase', 'erase what came from it instead', false)
  .option('-y, --yes', 'do not ask', false)
  .addHelpText('after', example('disconnect 4242001', 'disconnect 4242001 --erase'))
  .action(
    run(async (account: string, options: { erase: boolean; yes: boolean }) =>
      (await import('./commands/disconnect.js')).disconnect(account, options, io),
    ),
  );

command('status', 'Show accounts, what is waiting, what is stuck, and the leads by stage and band.')
  .option('--json', 'print one JSON document', false)
  .addHelpText('after', example('status', 'status --json'))
  .action(
    run(async (options: { json: boolean }) =>
      (await import('./commands/status.js')).status(options, io),
    ),
  );

command('replay <file>', 'Put a saved webhook body through the app and print what is planned.')
  .option('--dry-run', 'keep nothing and send nothing', false)
  .option('--crm <crm>', 'whose webhook it is', 'hubspot')
  .addHelpText('after', example('replay webhook.json --dry-run'))
  .action(
    run(async (file: string, options: { dryRun: boolean; crm: string }) =>
      (await import('./commands/replay.js')).replay(file, options, io),
    ),
  );

command('erase [email]', 'Erase a person here for good; the CRM keeps its own.')
  .option('--record <crm/portal/object/id>', 'the record instead of an e-mail address')
  .option('-y, --yes', 'do not ask', false)
  .addHelpText(
    'after',
    example('erase ann@acme.example', 'erase --record hubspot/4242001/contacts/101 --yes'),
  )
  .action(
    run(async (email: string | undefined, options: { record?: string; yes: boolean }) =>
      (await import('./commands/erase.js')).erase(email, options, io),
    ),
  );

command('password-link <email>', 'Print a link by which a user of the app sets a new password.')
  .addHelpText('after', example('password-link ada@acme.example'))
  .action(
    run(async (email: string) =>
      (await import('./commands/password-link.js')).passwordLink(email, io),
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
