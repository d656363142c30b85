/** From a wish to what a preview looks at. */
import type pg from 'pg';
import { DocumentError, type Problem } from '../../language/document.js';
import { readStamp } from '../../store/models.js';
import { checkDocument } from '../check-document.js';
import { comparedWith, planModel } from '../plan-model.js';
import type { PreviewSubject } from '../preview/ground.js';
import type { EnactDependencies } from './enact.js';
import { type MappingReading, mappingReading } from './reading.js';
import { type PublishWish, resolveWish } from './wish.js';

export interface Looked {
  readonly subject: PreviewSubject;
  /** What was in force; another stamp, and the figures are those of something else. */
  readonly stamp: string;
  /** Pinned leads that do not hold. */
  readonly broken: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Of a mapping: what must be read for it. */
  readonly reading: MappingReading | null;
}

/** @throws DocumentError when the document cannot be used at all */
export async function lookAt(
  deps: EnactDependencies & { readonly pool: pg.Pool },
  workspace: number,
  wish: PublishWish,
): Promise<Looked> {
  const { pool } = deps;
  const stamp = await readStamp(pool, workspace);
  const { kind, name, text, as, primary, pilot, inForce } = await resolveWish(
    pool,
    workspace,
    wish,
  );
  if (kind !== 'model') {
    const { problems, warnings } = await checkDocument(deps, workspace, { kind, name }, text);
    if (problems.length > 0) throw new DocumentError(problems);
    const before = inForce?.text ?? null;
    const { connectors } = deps;
    const reading = await mappingReading(pool, connectors, workspace, name, before, text);
    const subject = { kind, name, text, becomes: null, comparedWith: null, pilot: null };
    return { subject, stamp, broken: [], warnings, reading };
  }
  const file = `${name}.yaml`;
  const now = deps.clock();
  const plan = await planModel(
    deps,
    workspace,
    { text, file, as, primary, pilot, lenient: true },
    now,
  );
  // A model that nobody is seen by yet is held against the one that drives.
  const other = comparedWith(plan) ?? plan.primary;
  return {
    subject: {
      kind,
      name: plan.becomes.name,
      text,
      becomes: plan.becomes,
      comparedWith: other?.model.model ?? null,
      pilot: plan.pilot,
    },
    stamp,
    broken: plan.broken,
    warnings: plan.warnings,
    reading: null,
  };
}
