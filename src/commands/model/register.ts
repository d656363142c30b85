import type { Command } from 'commander';
import { processIo as io } from '../io.js';
import { example, run, whole } from '../registration.js';

/** `plumbline model …`: scoring models as files. Every command is loaded when it runs. */
export function registerModel(program: Command): void {
  const model = program
    .command('model')
    .description('Check, compare, explain and make scoring models as files.')
    .showHelpAfterError('(add --help for what is possible)');
  const command = (nameAndArguments: string, description: string): Command =>
    model.command(nameAndArguments).description(description);

  command('check <files...>', 'Check model files and their pinned leads; exit code 1 on a problem.')
    .option('--at <time>', 'score the pinned leads as of this moment instead of now')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', example('model check config/scoring/*.yaml'))
    .action(
      run(async (files: string[], options: import('./check.js').CheckOptions) =>
        (await import('./check.js')).checkModels(files, options, io),
      ),
    );

  command('diff <before> <after>', 'Say in words what changed, and with leads who would move.')
    .option('--leads <file>', 'leads as the score command reads them; - is standard input')
    .option('--at <time>', 'score them as of this moment instead of now')
    .option('--top <number>', 'how many of those who move to show', whole, 20)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      example('model diff old.yaml new.yaml', 'model diff old.yaml new.yaml --leads leads.ndjson'),
    )
    .action(
      run(async (before: string, after: string, options: import('./diff.js').DiffOptions) =>
        (await import('./diff.js')).diffFiles(before, after, options, io),
      ),
    );

  command('export [name]', 'Print the model that the workspace has in force, as YAML.')
    .option('--version <number>', 'an earlier version instead', whole)
    .addHelpText('after', example('model export > model.yaml', 'model export b2b-default'))
    .action(
      run(async (name: string | undefined, options: import('./export.js').ExportOptions) =>
        (await import('./export.js')).exportModel(name, options, io),
      ),
    );

  command('schema', 'Print the JSON Schema of a model, for editors and checks.')
    .addHelpText('after', example('model schema > model.schema.json'))
    .action(run(async () => (await import('./schema.js')).printSchema(io)));

  command('explain <file>', 'Say in plain words what a model does, on one page.')
    .addHelpText('after', example('model explain config/scoring/starter.yaml'))
    .action(run(async (file: string) => (await import('./explain.js')).explainFile(file, io)));
}
