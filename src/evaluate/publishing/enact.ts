/** Makes a publication happen, in the transaction that holds it. */
import type { Connector } from '../../../connectors/connector.js';
import { DocumentError } from '../../language/document.js';
import { PlumblineError } from '../../lib/errors.js';
import { writeAudit } from '../../store/audit.js';
import { readAgain } from '../../store/cursors.js';
import { publishDocument, readDocuments, type StoredDocument } from '../../store/documents.js';
import { endDraft } from '../../store/drafts.js';
import { markWorkspaceDirty } from '../../store/leads.js';
import { lockPublishing } from '../../store/models.js';
import type { Queryable } from '../../store/pool.js';
import { type ClaimedPublication, endPublication } from '../../store/publications.js';
import { checkDocument } from '../check-document.js';
import { type PlanDependencies, planModel } from '../plan-model.js';
import { enactModel, publishWord } from '../publish-model.js';
import { mappingReading } from './reading.js';

export interface EnactDependencies extends PlanDependencies {
  readonly connectors: ReadonlyMap<string, Connector>;
  clock(): number;
}

/** What came of it. */
export interface Enacted {
  readonly workspace: number;
  readonly id: number;
  readonly kind: ClaimedPublication['kind'];
  readonly name: string;
  readonly version: number;
  readonly formerVersion: number | null;
  readonly leads: number;
  /** The CRM's records are read once more. */
  readonly reads: boolean;
}

type Made = Pick<Enacted, 'version' | 'leads' | 'reads'>;

async function enactMapping(
  deps: EnactDependencies,
  db: Queryable,
  one: ClaimedPublication,
  former: StoredDocument | undefined,
  loudAt: number | null,
): Promise<Made> {
  const { workspace, kind, name, text, who, reason, backTo } = one;
  const { problems } = await checkDocument({ ...deps, pool: db }, workspace, one, text);
  if (problems.length > 0) throw new DocumentError(problems);
  const before = former?.text ?? null;
  const reading = await mappingReading(db, deps.connectors, workspace, name, before, text);
  const { version, isNew } = await publishDocument(
    db,
    workspace,
    { kind, name, text },
    { who, reason },
  );
  if (isNew && reading.reads) await readAgain(db, workspace, name);
  const leads = isNew ? await markWorkspaceDirty(db, workspace, { loudAt, remap: true }) : 0;
  await writeAudit(db, workspace, who, publishWord('mapping', backTo), name, {
    before: former?.version ?? null,
    after: version,
    reason,
    quiet: loudAt === null,
    leads,
    reads: reading.reads,
    ...(backTo !== null && { backTo }),
  });
  return { version, leads, reads: reading.reads };
}

async function enactKind(
  deps: EnactDependencies,
  db: Queryable,
  one: ClaimedPublication,
  former: StoredDocument | undefined,
): Promise<Made> {
  const now = deps.clock();
  const loudAt = one.loud ? now : null;
  switch (one.kind) {
    case 'mapping':
      return enactMapping(deps, db, one, former, loudAt);
    case 'model': {
      const { text, name, as, primary, pilot, who, reason, backTo } = one;
      const wish = { text, file: `${name}.yaml`, as, primary, pilot };
      const plan = await planModel({ ...deps, pool: db }, one.workspace, wish, now);
      if (plan.becomes.name !== name) {
        throw new PlumblineError(
          'misnamed',
          `The model calls itself ${plan.becomes.name}; write "model: ${name}" to publish it as ${name}.`,
          { status: 422 },
        );
      }
      return { ...(await enactModel(db, plan, { who, reason, backTo }, loudAt)), reads: false };
    }
    case 'lifecycle':
    case 'alerts':
      throw new Error(`a ${one.kind} document cannot be published here yet`);
  }
}

/**
 * Publishes what was claimed, ends its draft and notes what came of it.
 * @throws DocumentError, and PlumblineError when another version is in force than was expected
 */
export async function enactPublication(
  deps: EnactDependencies,
  db: Queryable,
  one: ClaimedPublication,
): Promise<Enacted> {
  const { workspace, id, kind, name } = one;
  await lockPublishing(db, workspace);
  const former = (await readDocuments(db, workspace)).find(
    (document) => document.kind === kind && document.name === name,
  );
  const formerVersion = former?.version ?? null;
  if (formerVersion !== one.expects) {
    throw new PlumblineError(
      'published-meanwhile',
      `Version ${formerVersion ?? 'none'} of ${name} is in force by now, not ${one.expects ?? 'none'}: nothing was changed. Look at the differences again.`,
      { status: 409 },
    );
  }
  const made = await enactKind(deps, db, one, former);
  const { version, leads } = made;
  await endPublication(db, workspace, id, { state: 'done', version, formerVersion, leads });
  // One that was edited since is a draft of its own.
  if (one.revision !== null) await endDraft(db, workspace, one, one.revision, 'published');
  return { workspace, id, kind, name, formerVersion, ...made };
}
