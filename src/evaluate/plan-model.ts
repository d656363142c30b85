/** What publishing a scoring model would change: checked and planned, nothing stored. */
import { isDeepStrictEqual } from 'node:util';
import { loadAlerts } from '../alerts/load.js';
import { DocumentError, type Problem } from '../language/document.js';
import { messageOf, PlumblineError } from '../lib/errors.js';
import { loadLifecycle } from '../lifecycle/load.js';
import { compileModel } from '../scoring/compile.js';
import { exampleProblems } from '../scoring/example-problems.js';
import { type LoadedModel, loadModel } from '../scoring/load.js';
import type { Model } from '../scoring/schema.js';
import type { Scorer } from '../scoring/types.js';
import { type Pilot, readDocuments, type StoredDocument } from '../store/documents.js';
import {
  furtherLive,
  type ModelState,
  readModels,
  readStamp,
  type StoredModel,
} from '../store/models.js';
import type { Queryable } from '../store/pool.js';
import { modelNames } from './documents.js';
import { pilotCondition } from './scored-model.js';

export interface PlanDependencies {
  readonly pool: Queryable;
  readList(path: string): string;
  /** CRM -> its name of one of our properties. */
  readonly outputNames: Readonly<Record<string, (output: string) => string>>;
}

/** What is asked for; without `as` a known model stays what it is. */
export interface ModelWish {
  readonly text: string;
  /** Where the text is from, for messages. */
  readonly file: string;
  readonly as: ModelState | null;
  readonly primary: boolean;
  /** Pinned leads that do not hold are told instead of refused: for a look at a draft. */
  readonly lenient?: boolean;
  /** Only leads of this condition are to follow it. */
  readonly pilot?: unknown;
}

/** A model in a version that is in force or is to be. */
export interface ModelVersion {
  readonly model: Model;
  readonly version: number;
  readonly scorer: Scorer;
}

export interface ModelPlan {
  readonly workspace: number;
  readonly text: string;
  /** Whom it is for, and which version the others follow; null for everybody. */
  readonly pilot: Pilot | null;
  readonly warnings: LoadedModel['warnings'];
  /** Pinned leads that do not hold; empty unless the wish is lenient. */
  readonly broken: readonly Problem[];
  readonly after: ModelVersion;
  /** The version in force under this name; null for a new model, and for one that is of no use any more. */
  readonly before: ModelVersion | null;
  /** The primary model so far; null when there is none. */
  readonly primary: ModelVersion | null;
  readonly was: StoredModel | null;
  readonly becomes: StoredModel;
  /** It will be live beside the primary one and was not: it needs properties of its own. */
  readonly goesLive: boolean;
  /** Whether anything is published at all. */
  readonly changes: boolean;
  /** Whether leads are scored again. */
  readonly rescores: boolean;
  /** What was in force when this was planned. */
  readonly stamp: string;
}

function versionOf(text: string, file: string, version: number, deps: PlanDependencies) {
  const { model, warnings } = loadModel(text, file, { readList: deps.readList });
  const versioned = { ...model, version };
  return { warnings, version: { model: versioned, version, scorer: compileModel(versioned) } };
}

/** What the model is to be; the first one of a workspace drives it, later ones begin as shadows. */
function becoming(name: string, models: readonly StoredModel[], wish: ModelWish): StoredModel {
  const was = models.find((one) => one.name === name);
  if (wish.primary && wish.as !== null && wish.as !== 'live') {
    throw new PlumblineError('not-live', `A primary model is live: it cannot be a ${wish.as}.`, {
      status: 422,
    });
  }
  const noOther = !models.some((one) => one.primary && one.name !== name);
  if (was?.primary && wish.as !== null && wish.as !== 'live') {
    throw new PlumblineError(
      'primary-model',
      `${name} is the primary model and stays live until another one takes its place: plumbline model apply OTHER --primary.`,
      { status: 409 },
    );
  }
  if (wish.primary || was?.primary || (noOther && wish.as === null)) {
    return { name, state: 'live', primary: true };
  }
  return { name, state: wish.as ?? was?.state ?? 'shadow', primary: false };
}

/** @throws PlumblineError naming the document in force that the model does not fit to */
function checkDecisions(model: Model, documents: readonly StoredDocument[]): void {
  const textOf = (kind: StoredDocument['kind']) =>
    documents.find((one) => one.kind === kind)?.text ?? null;
  const names = modelNames(model);
  const fits = <T>(kind: string, load: () => T): T => {
    try {
      return load();
    } catch (error) {
      throw new PlumblineError(
        'does-not-fit',
        `The ${kind} document in force cannot be used with ${model.model} as the primary model:\n${messageOf(error)}`,
        { status: 422, cause: error },
      );
    }
  };
  const lifecycle = textOf('lifecycle');
  const loaded =
    lifecycle === null
      ? null
      : fits('lifecycle', () => loadLifecycle(lifecycle, 'config/lifecycle.yaml', names));
  const alerts = textOf('alerts');
  if (alerts === null) return;
  const transitions = loaded?.lifecycle.transitions ?? [];
  fits('alerts', () => loadAlerts(alerts, 'config/alerts.yaml', { model: names, transitions }));
}

/** The version that everybody follows goes on for those outside the pilot. */
function pilotOf(wish: unknown, model: Model, stored: StoredDocument | undefined): Pilot {
  if (!stored) {
    throw new PlumblineError(
      'bad-pilot',
      'A model that nobody follows yet has no version for those outside the pilot: run it as a shadow first.',
      { status: 422 },
    );
  }
  const condition = pilotCondition(wish, model);
  return { condition, otherwise: stored.pilot?.otherwise ?? stored.version };
}

function isSamePilot(a: Pilot | null, b: Pilot | null): boolean {
  if (!a || !b) return a === b;
  return a.otherwise === b.otherwise && isDeepStrictEqual(a.condition, b.condition);
}

/** Two models must not write one property: names that differ may be the same to a CRM. */
function checkProperties(name: string, further: readonly string[], deps: PlanDependencies): void {
  for (const [crm, outputName] of Object.entries(deps.outputNames)) {
    const own = outputName(`${name}_score`);
    const other = further.find((one) => one !== name && outputName(`${one}_score`) === own);
    if (other === undefined || !further.includes(name)) continue;
    throw new PlumblineError(
      'property-clash',
      `The models ${name} and ${other} would both write ${own} in ${crm}: give one of them another name.`,
      { status: 409 },
    );
  }
}

/**
 * Checks a model's text and says what publishing it would change. Nothing is stored.
 * @throws DocumentError with file, line and place of what is wrong, failing pinned leads included;
 * PlumblineError when lifecycle or alerts in force do not fit, or the wish cannot be granted
 */
export async function planModel(
  deps: PlanDependencies,
  workspace: number,
  wish: ModelWish,
  now: number,
): Promise<ModelPlan> {
  const stamp = await readStamp(deps.pool, workspace);
  const documents = await readDocuments(deps.pool, workspace);
  const models = await readModels(deps.pool, workspace);
  const inForce = (name: string): ModelVersion | null => {
    const stored = documents.find((one) => one.kind === 'model' && one.name === name);
    try {
      return stored ? versionOf(stored.text, `${name}.yaml`, stored.version, deps).version : null;
    } catch (error) {
      // What cannot be loaded any more must be replaceable.
      if (error instanceof DocumentError) return null;
      throw error;
    }
  };

  const { model } = loadModel(wish.text, wish.file, { readList: deps.readList });
  const name = model.model;
  const problems = exampleProblems(model, wish.text, wish.file, now);
  if (problems.length > 0 && !wish.lenient) throw new DocumentError(problems);
  const stored = documents.find((one) => one.kind === 'model' && one.name === name);
  const pilot = wish.pilot == null ? null : pilotOf(wish.pilot, model, stored);
  const isNew = stored?.text !== wish.text || !isSamePilot(stored.pilot ?? null, pilot);
  const version = (stored?.version ?? 0) + (isNew ? 1 : 0);
  const { version: after, warnings } = versionOf(wish.text, wish.file, version, deps);

  const was = models.find((one) => one.name === name) ?? null;
  const becomes = becoming(name, models, wish);
  if (becomes.primary) checkDecisions(model, documents);
  const others = models
    .filter((one) => one.name !== name)
    // A former primary model goes into the shadow.
    .filter((one) => !(becomes.primary && one.primary));
  const further = furtherLive([...others, becomes]);
  checkProperties(name, further, deps);

  const moves = was?.state !== becomes.state || was.primary !== becomes.primary;
  const scored = [was?.state ?? 'draft', becomes.state].some((state) => state !== 'draft');
  const primary = models.find((one) => one.primary);
  return {
    workspace,
    text: wish.text,
    pilot,
    warnings,
    broken: problems,
    after,
    before: inForce(name),
    primary: primary ? inForce(primary.name) : null,
    was,
    becomes,
    goesLive: further.includes(name) && !furtherLive(models).includes(name),
    changes: isNew || moves,
    rescores: (isNew || moves) && scored,
    stamp,
  };
}

/** By which model the leads are seen now where this one will be: the former primary's, else its own. */
export function comparedWith(plan: ModelPlan): ModelVersion | null {
  if (plan.becomes.primary) return plan.primary;
  return plan.was === null || plan.was.state === 'draft' ? null : plan.before;
}
