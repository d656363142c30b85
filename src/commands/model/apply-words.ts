/** What `model apply` says before and after it publishes. */
import type { ProvisionStep } from '../../../connectors/connector.js';
import type { ModelProperties } from '../../accounts/model-properties.js';
import type { ModelPlan } from '../../evaluate/plan-model.js';
import type { ModelPreview } from '../../evaluate/preview-model.js';
import { comparisonWords } from '../../scoring/compare.js';
import { diffModels, diffWords } from '../../scoring/diff.js';
import type { ModelState } from '../../store/models.js';

const standing = ({ state, primary }: { state: ModelState; primary: boolean }): string =>
  primary ? 'live, primary' : state;

/** Which version and state it goes from and to. */
export function headOf(plan: ModelPlan): string {
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

/** What differs from the version in force; nothing for a model that is new. */
export function changesOf({ before, after }: ModelPlan): string {
  if (before === null || before.version === after.version) return '';
  const words = diffWords(diffModels(before.model, after.model));
  return `\nChanged against version ${before.version}:\n${words}`;
}

/** Whom it moves. */
export function previewOf({ leads, of, bands, comparison }: ModelPreview): string {
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

/** What the CRMs get that they have not got. */
export function propertiesOf(planned: readonly ModelProperties[]): string {
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

/** What was done, and how it is taken back. */
export function doneOf(plan: ModelPlan, leads: number, quiet: boolean): string {
  const tasks = quiet ? 'without tasks' : 'with the tasks that follow';
  const scored = plan.rescores
    ? `${leads} leads are scored again in the background, ${tasks}.`
    : 'No lead is scored again.';
  const undo = undoOf(plan);
  const lines = [`Published ${plan.becomes.name} version ${plan.after.version}. ${scored}`];
  if (undo !== null) lines.push(`Undo: ${undo}`);
  return `\n${lines.join('\n')}\n`;
}
