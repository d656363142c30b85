import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProvisionStep } from '../../../connectors/connector.js';
import {
  createModelProperties,
  type ModelProperties,
  planModelProperties,
} from '../../accounts/model-properties.js';
import type { App } from '../../app.js';
import { type ModelPreview, previewModel } from '../../evaluate/preview-model.js';
import {
  comparedWith,
  type ModelPlan,
  type ModelWish,
  type PlanDependencies,
  planModel,
  publishModel,
} from '../../evaluate/publish-model.js';
import { printProblem } from '../../language/document.js';
import { packageRoot } from '../../lib/root.js';
import { comparisonWords } from '../../scoring/compare.js';
import { diffModels, diffWords } from '../../scoring/diff.js';
import { ensureWorkspace } from '../../store/accounts.js';
import type { ModelState } from '../../store/models.js';
import { type Io, UsageError, write } from '../io.js';
import { readText } from '../model-file.js';
import { createProgress } from '../progress.js';
import { withApp } from '../with-app.js';
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

function dependenciesOf(app: App): PlanDependencies {
  const root = packageRoot();
  const names = [...app.connectors].map(
    ([crm, { declaration }]) => [crm, (output: string) => declaration.outputName(output)] as const,
  );
  return {
    pool: app.pool,
    // A published model is read by every process: its lists are the installation's, not a folder's.
    readList: (path) => readFileSync(join(root, path), 'utf8'),
    outputNames: Object.fromEntries(names),
  };
}

const standing = ({ state, primary }: { state: ModelState; primary: boolean }): string =>
  primary ? 'live, primary' : state;

function headOf(plan: ModelPlan): string {
  const { after, before, was, becomes, primary } = plan;
  const from = before === null ? 'new' : `version ${before.version}`;
  const version = before?.version === after.version ? '' : ` -> version ${after.version}`;
  const state = was === null ? '' : `${standing(was)} -> `;
  const stands = was && standing(was) === standing(becomes) ? '' : state;
  const lines = [`Model ${becomes.name}: ${from}${version}; ${stands}${standing(becomes)}`];
  if (becomes.primary && primary && primary.model.model !== becomes.name) {
    lines.push(`${primary.model.model} is primary no more and goes on as a shadow`);
  }
  return `${lines.join('\n')}\n`;
}

function changesOf(plan: ModelPlan): string {
  const compared = plan.before ?? comparedWith(plan);
  if (compared === null || compared.version === plan.after.version) return '';
  const name = compared.model.model === plan.becomes.name ? '' : `${compared.model.model} `;
  const words = diffWords(diffModels(compared.model, plan.after.model));
  return `\nChanged against ${name}version ${compared.version}:\n${words}`;
}

function previewOf({ leads, of, bands, comparison }: ModelPreview): string {
  if (leads === 0) return '\nNo lead is scored yet.\n';
  const sample = of > leads ? `, a sample of ${of}` : '';
  const counts = Object.entries(bands).map(([band, count]) => `${band} ${count}`);
  return `\nOf ${leads} leads${sample}:\n${comparison ? comparisonWords(comparison) : ''}afterwards by band: ${counts.join(', ')}\n`;
}

const MADE: Readonly<Record<ProvisionStep['action'], string | null>> = {
  create: 'will be created',
  adopt: 'is there and will be used',
  present: null,
  refuse: 'cannot be used',
};

function propertiesOf(planned: readonly ModelProperties[]): string {
  const lines = planned.flatMap(({ account, steps }) =>
    steps.flatMap(({ property, action, reason }) =>
      MADE[action] === null
        ? []
        : [
            `  ${account.crm}/${account.portal}: ${property} ${MADE[action]}${reason ? `: ${reason}` : ''}`,
          ],
    ),
  );
  return lines.length === 0 ? '' : `\nProperties of its own:\n${lines.join('\n')}\n`;
}

/** The command that takes it back; null when nothing was there before. */
function undoOf({ before, was, becomes, after, primary }: ModelPlan): string | null {
  const apply = 'plumbline model apply --version';
  if (becomes.primary && primary && primary.model.model !== becomes.name) {
    return `${apply} ${primary.version} ${primary.model.model} --primary`;
  }
  if (was === null) {
    return becomes.primary ? null : `${apply} ${after.version} ${becomes.name} --as draft`;
  }
  const state = was.state === becomes.state ? '' : ` --as ${was.state}`;
  return before && `${apply} ${before.version} ${becomes.name}${state}`;
}

function doneOf(plan: ModelPlan, leads: number, quiet: boolean): string {
  const tasks = quiet ? 'without tasks' : 'with the tasks that follow';
  const scored = plan.rescores
    ? `${leads} leads are scored again in the background, ${tasks}.`
    : 'No lead is scored again.';
  const undo = undoOf(plan);
  const lines = [`Published ${plan.becomes.name} version ${plan.after.version}. ${scored}`];
  if (undo !== null) lines.push(`Undo: ${undo}`);
  return `\n${lines.join('\n')}\n`;
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
    const plan = await planModel(dependenciesOf(app), workspace, wish, now);
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
