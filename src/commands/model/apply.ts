import { createModelProperties, planModelProperties } from '../../accounts/model-properties.js';
import type { App } from '../../app.js';
import { planDependencies } from '../../app-publishing.js';
import { comparedWith, type ModelWish, planModel } from '../../evaluate/plan-model.js';
import { previewModel } from '../../evaluate/preview-model.js';
import { publishModel } from '../../evaluate/publish-model.js';
import { printProblem } from '../../language/document.js';
import { ensureWorkspace } from '../../store/accounts.js';
import type { ModelState } from '../../store/models.js';
import { type Io, UsageError, write } from '../io.js';
import { readText } from '../model-file.js';
import { createProgress } from '../progress.js';
import { withApp } from '../with-app.js';
import { changesOf, doneOf, headOf, previewOf, propertiesOf } from './apply-words.js';
import { storedModel } from './stored.js';

export interface ApplyOptions {
  /** An earlier version of the model named instead of a file. */
  readonly version?: number;
  readonly as?: string;
  readonly primary: boolean;
  readonly reason?: string;
  /** No tasks for what the change finds. */
  readonly quiet: boolean;
  readonly dryRun: boolean;
}

const STATES: readonly ModelState[] = ['live', 'shadow', 'draft'];

function stateOf(options: ApplyOptions): ModelState | null {
  if (options.as === undefined) return null;
  const state = STATES.find((one) => one === options.as);
  if (!state) throw new UsageError(`--as is live, shadow or draft, not "${options.as}".`);
  if (options.primary && state !== 'live') {
    throw new UsageError(`A primary model is live: leave --as ${state} out, or --primary.`);
  }
  return state;
}

async function wishOf(
  app: App,
  workspace: number,
  source: string,
  options: ApplyOptions,
): Promise<ModelWish> {
  const wish = { as: stateOf(options), primary: options.primary };
  if (options.version === undefined) return { ...wish, text: readText(source), file: source };
  const text = await storedModel(app.pool, workspace, source, options.version);
  return { ...wish, text, file: `${source}.yaml` };
}

/**
 * Publishes a model's file, or an earlier version of a stored model, as the next version. First shows what
 * changes, whom it moves and which properties it creates; with `dryRun` that is all.
 */
export async function applyModel(source: string, options: ApplyOptions, io: Io): Promise<number> {
  stateOf(options);
  return withApp(io, async (app) => {
    const workspace = await ensureWorkspace(app.pool, 'default');
    const wish = await wishOf(app, workspace, source, options);
    const now = app.clock();
    const plan = await planModel(planDependencies(app), workspace, wish, now);
    for (const problem of plan.warnings) io.stderr.write(`warning: ${printProblem(problem)}\n`);
    if (!plan.changes) {
      await write(
        io.stdout,
        `Nothing to publish: ${plan.becomes.name} version ${plan.after.version} says this already.\n`,
      );
      return 0;
    }
    await write(io.stdout, `${headOf(plan)}${changesOf(plan)}`);
    const progress = createProgress(io.stderr);
    try {
      if (plan.becomes.state !== 'draft' && plan.rescores) {
        const scorers = { before: comparedWith(plan)?.scorer ?? null, after: plan.after.scorer };
        const told = (done: number, all: number) =>
          progress.update(`Scoring in memory: ${done} of ${all} leads`);
        const preview = await previewModel(app, workspace, scorers, now, told);
        progress.done();
        await write(io.stdout, previewOf(preview));
      }
      const own = plan.goesLive ? [plan.becomes.name] : [];
      const properties = await progress.during(
        'Looking at the properties in the CRM',
        planModelProperties(app, workspace, own),
      );
      await write(io.stdout, propertiesOf(properties));
      if (options.dryRun) {
        await write(io.stdout, '\nA rehearsal: nothing was changed.\n');
        return 0;
      }
      const creating = createModelProperties(app, properties, own);
      await progress.during('Creating properties', creating);
      const by = {
        who: 'command line',
        reason:
          options.reason ??
          (options.version === undefined ? source : `version ${options.version} again`),
      };
      const publishing = publishModel(app.pool, plan, by, options.quiet ? null : now);
      const leads = await progress.during('Publishing', publishing);
      app.wakes.wake('score');
      await write(io.stdout, doneOf(plan, leads, options.quiet));
      return 0;
    } finally {
      progress.done();
    }
  });
}
