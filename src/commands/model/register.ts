import type { Command } from 'commander';
import { processIo as io } from '../io.js';
import { example, MOST, run, whole } from '../registration.js';

/** `plumbline model …`: scoring models. Every command is loaded when it runs. */
export function registerModel(program: Command): void {
  const model = program
    .command('model')
    .description('Check, compare, explain and publish scoring models.')
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
    .option('--lifecycle <file>', 'decides stages; the shipped config/lifecycle.yaml without it')
    .option('--at <time>', 'score them as of this moment instead of now')
    .option('--top <number>', 'how many of those who move to show', whole(0, MOST), 20)
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
    .option('--version <number>', 'an earlier version instead', whole(1, MOST))
    .addHelpText('after', example('model export > model.yaml', 'model export b2b-default'))
    .action(
      run(async (name: string | undefined, options: import('./export.js').ExportOptions) =>
        (await import('./export.js')).exportModel(name, options, io),
      ),
    );

  command(
    'apply <file-or-name>',
    'Publish a model: show what changes and whom it moves, then do it.',
  )
    .option('--as <state>', 'live (scored and written), shadow (scored only) or draft (kept only)')
    .option('--primary', 'let it drive grade, band, stage and alerts', false)
    .option(
      '--version <number>',
      'an earlier version of the model named, instead of a file',
      whole(1, MOST),
    )
    .option('--reason <text>', 'why, for the history')
    .option('--quiet', 'no tasks for what only the change finds (this is the default)', true)
    .option('--no-quiet', 'tasks for whoever becomes ready by the change')
    .option('--dry-run', 'show everything, change nothing', false)
    .addHelpText(
      'after',
      example(
        'model apply config/scoring/services.yaml --primary --reason "we sell services"',
        'model apply my-model.yaml --as shadow --dry-run',
        'model apply --version 3 b2b-default',
      ),
    )
    .action(
      run(async (source: string, options: import('./apply.js').ApplyOptions) =>
        (await import('./apply.js')).applyModel(source, options, io),
      ),
    );

  command('schema', 'Print the JSON Schema of a model, for editors and checks.')
    .addHelpText('after', example('model schema > model.schema.json'))
    .action(run(async () => (await import('./schema.js')).printSchema(io)));

  command('explain <file>', 'Say in plain words what a model does, on one page.')
    .addHelpText('after', example('model explain config/scoring/starter.yaml'))
    .action(run(async (file: string) => (await import('./explain.js')).explainFile(file, io)));

  command(
    'import-sheet <file>',
    'Make a model of a sheet: asset, journey stage, percent or points.',
  )
    .option('--into <file>', 'put the sheet into this model instead of a new one')
    .option('--out <file>', 'write the model here instead of to standard output')
    .option('--force', 'replace the file of --out', false)
    .option('--percent', 'plain numbers are percent of a sales-ready lead', false)
    .option('--points', 'plain numbers are points', false)
    .option('--dimension <name>', 'what the assets pay into, where it is not "engagement"')
    .option('--sheet <name>', 'the sheet of a workbook, where it is not the first')
    .addHelpText(
      'after',
      example(
        'model import-sheet assets.xlsx --out model.yaml',
        'model import-sheet assets.csv --into model.yaml --out model.yaml --force',
      ),
    )
    .action(
      run(async (file: string, options: import('./import-sheet.js').ImportOptions) =>
        (await import('./import-sheet.js')).importSheet(file, options, io),
      ),
    );

  command('export-sheet <file>', "Write a model's rules over acts as a sheet, CSV or XLSX.")
    .option('--out <file>', 'write here (.csv or .xlsx) instead of CSV to standard output')
    .option('--force', 'replace the file of --out', false)
    .addHelpText('after', example('model export-sheet model.yaml --out assets.xlsx'))
    .action(
      run(async (file: string, options: import('./export-sheet.js').ExportSheetOptions) =>
        (await import('./export-sheet.js')).exportSheet(file, options, io),
      ),
    );

  command('interview', 'Make a model by questions: how sales-ready is who did only this?')
    .option('--out <file>', 'the model to write', 'scoring-model.yaml')
    .option('--force', 'replace the file of --out', false)
    .addHelpText('after', example('model interview --out model.yaml'))
    .action(
      run(async (options: import('./interview.js').InterviewOptions) =>
        (await import('./interview.js')).interviewModel(options, io),
      ),
    );
}
