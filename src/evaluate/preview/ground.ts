/** What everything would be evaluated by if a document were published. */
import type pg from 'pg';
import type { Connector } from '../../../connectors/connector.js';
import type { CompiledAlerts } from '../../alerts/load.js';
import { PlumblineError } from '../../lib/errors.js';
import type { CompiledMapping } from '../../mapping/compile.js';
import { type Account, listSources } from '../../store/accounts.js';
import type { Pilot, StoredDocument } from '../../store/documents.js';
import type { DocumentKey } from '../../store/drafts.js';
import type { StoredModel } from '../../store/models.js';
import {
  createDocuments,
  mappingsOf,
  type OutputName,
  type Published,
  type ScoredModel,
} from '../documents.js';
import type { Setting } from '../evaluate.js';
import type { ModelVersion } from '../scored-model.js';
import { type StreamEffect, streamEffects } from './streams.js';

export interface PreviewDependencies {
  readonly pool: pg.Pool;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly instance: string;
  readonly tasksPerOwnerPerDay: number;
  readList(path: string): string;
  readonly outputName: OutputName;
  clock(): number;
}

/** What would be published. */
export interface PreviewSubject extends DocumentKey {
  readonly text: string;
  /** What a model would be; null for other documents. */
  readonly becomes: StoredModel | null;
  /** Which model's stored figures a model's are compared with; null when nothing gives any now. */
  readonly comparedWith: string | null;
  /** Only leads of this condition follow it. */
  readonly pilot: Pilot | null;
}

export interface PreviewGround {
  readonly workspace: number;
  readonly subject: PreviewSubject;
  readonly sources: readonly Account[];
  readonly accounts: ReadonlyMap<number, Account>;
  readonly setting: Setting;
  /** The mappings with those outputs alone that decide whether a record is written, if it refuses nothing. */
  readonly decisive: ReadonlyMap<number, CompiledMapping>;
  readonly alerts: CompiledAlerts;
  /** By account, where it has one. */
  readonly streams: ReadonlyMap<number, StreamEffect>;
  /** The model whose figures are told. */
  readonly model: string;
  /** The model whose stored figures are compared with its own; null when none is. */
  readonly comparedWith: string | null;
  /** Its place among the models of the setting. */
  readonly index: number;
  readonly remap: boolean;
  /** From when on what the people of companies did is asked for, milliseconds; null when it is not. */
  readonly companySince: number | null;
}

const ORDER = ['live', 'shadow', 'draft'];

/** The models as they would be: a former primary one goes on as a shadow. */
function modelsWith(models: readonly StoredModel[], becomes: StoredModel): StoredModel[] {
  const others = models
    .filter(({ name }) => name !== becomes.name)
    .map(
      (one): StoredModel =>
        becomes.primary && one.primary ? { ...one, primary: false, state: 'shadow' } : one,
    );
  return [...others, becomes].sort(
    (a, b) =>
      Number(b.primary) - Number(a.primary) || ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
  );
}

/** Everything as it is, but for the subject. */
function published({ subject }: { readonly subject: PreviewSubject }) {
  return (now: Published): Published => {
    const { kind, name, text, becomes } = subject;
    const former = now.documents.find((one) => one.kind === kind && one.name === name);
    const same = former?.text === text && !former.pilot && subject.pilot === null;
    const fresh: StoredDocument = {
      kind,
      name,
      text,
      version: (former?.version ?? 0) + (same ? 0 : 1),
      // The version in force, or what it left to those outside its own pilot.
      pilot:
        subject.pilot && former
          ? { ...subject.pilot, text: former.pilot?.text ?? former.text }
          : null,
    };
    return {
      ...now,
      documents: [...now.documents.filter((one) => one !== former), fresh],
      models: becomes ? modelsWith(now.models, becomes) : now.models,
    };
  };
}

/**
 * Scores without the moment of the next change, which takes most of the time and nobody asks for; without
 * reasons, too, where they decide nothing.
 */
function quicker(model: ScoredModel, reasons: boolean): ScoredModel {
  const fast = ({ model, scorer }: ModelVersion): ModelVersion => ({
    model,
    scorer: {
      ...scorer,
      score: (input, now) => (reasons ? scorer.explain(input, now) : scorer.totals(input, now)),
    },
  });
  const { pilot } = model;
  return {
    ...model,
    ...fast(model),
    ...(pilot && { pilot: { ...pilot, otherwise: fast(pilot.otherwise) } }),
  };
}

/**
 * Whether the model's version alone decides which records are written: it is written, too, and is another
 * for everybody. What else a record would hold, its text of reasons above all, need not be known then.
 */
function versionDecides(
  subject: PreviewSubject,
  mappings: ReadonlyMap<number, CompiledMapping>,
  writing: readonly Account[],
): boolean {
  const isNew = subject.kind === 'model' && subject.becomes?.primary && subject.pilot === null;
  return isNew === true && writing.every(({ id }) => mappings.get(id)?.writes.model);
}

/** Beside the version the CRM's own stage is told of. */
function decisiveOf(mapping: CompiledMapping): CompiledMapping {
  const { model, crmStage } = mapping.writes;
  return { ...mapping, writes: { ...(model && { model }), ...(crmStage && { crmStage }) } };
}

/** @throws DocumentError when the subject cannot be used */
export async function groundOf(
  deps: PreviewDependencies,
  workspace: number,
  subject: PreviewSubject,
): Promise<PreviewGround> {
  const { pool, readList, outputName } = deps;
  const documents = createDocuments(pool, readList, outputName, published({ subject }));
  const sources = await listSources(pool, workspace);
  const mappings = await mappingsOf(documents, sources);
  const all = await documents.models(workspace);
  const model = subject.kind === 'model' ? subject.name : (all[0]?.model.model ?? '');
  // What other shadows find changes nothing that is told.
  const byVersion = versionDecides(
    subject,
    mappings,
    sources.filter(({ writes }) => writes),
  );
  const models = all
    .filter(({ state, model: one }) => state === 'live' || one.model === model)
    .map((one) => quicker(one, !byVersion));
  const index = models.findIndex((one) => one.model.model === model);
  if (index < 0) {
    throw new PlumblineError('not-scored', 'A model that scores nobody moves nobody.', {
      status: 422,
    });
  }
  const lifecycle = await documents.lifecycle(workspace);
  const now = deps.clock();
  const span = await documents.companySpan(workspace);
  return {
    workspace,
    subject,
    sources,
    accounts: new Map(sources.map((one) => [one.id, one])),
    setting: { mappings, models, lifecycle, now, looksAhead: false },
    decisive: byVersion
      ? new Map([...mappings].map(([id, mapping]) => [id, decisiveOf(mapping)]))
      : mappings,
    alerts: await documents.alerts(workspace),
    streams: await streamEffects(pool, deps.connectors),
    model,
    comparedWith: subject.kind === 'model' ? subject.comparedWith : model,
    index,
    remap: subject.kind === 'mapping',
    companySince: span === null ? null : now - span,
  };
}
