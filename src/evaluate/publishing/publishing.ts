/** Previewing, publishing, scheduling and going back, as people ask for it. */
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { PlumblineError } from '../../lib/errors.js';
import { writeAudit } from '../../store/audit.js';
import { listVersions, readVersion } from '../../store/documents.js';
import type { DocumentKey } from '../../store/drafts.js';
import { readStamp } from '../../store/models.js';
import { withTransaction } from '../../store/pool.js';
import {
  claimPublication,
  endPublication,
  findPublication,
  insertPublication,
  type Publication,
} from '../../store/publications.js';
import { checkDocument } from '../check-document.js';
import { planModel } from '../plan-model.js';
import type { PreviewDependencies } from '../preview/ground.js';
import { createPreviews, type Preview, type Previews } from '../preview/previews.js';
import { type EnactDependencies, type Enacted, enactPublication } from './enact.js';
import { type Looked, lookAt } from './subject.js';
import { type PublishWish, type ResolvedWish, resolveWish } from './wish.js';

export interface PublishingDependencies extends PreviewDependencies, EnactDependencies {
  readonly pool: pg.Pool;
  readonly connectors: PreviewDependencies['connectors'];
  clock(): number;
  readList(path: string): string;
  /** Creates the CRM properties that a further live model is written to. */
  createProperties(workspace: number, model: string): Promise<void>;
  /** Wakes the steps that have work now, reads what a mapping newly asks for. */
  published(enacted: Enacted): Promise<void>;
}

export interface PublishRequest {
  readonly wish: PublishWish;
  /** The preview that was looked at; null publishes without one. */
  readonly preview: string | null;
  readonly loud: boolean;
  /** Milliseconds since the epoch; null for now. */
  readonly at: number | null;
  readonly who: string;
  readonly reason: string;
}

export interface Publishing {
  readonly previews: Previews;
  look(workspace: number, wish: PublishWish): Promise<Looked>;
  preview(workspace: number, who: string, wish: PublishWish): Promise<Preview>;
  /** Publishes now, or schedules. @returns the publication as it is stored */
  publish(workspace: number, request: PublishRequest): Promise<Publication>;
  cancel(workspace: number, id: number, who: string): Promise<Publication>;
  /**
   * Publishes the text of an earlier version again, quietly, to everybody; of no version named, the one
   * before the newest.
   */
  rollBack(
    workspace: number,
    key: DocumentKey,
    by: { readonly who: string; readonly version: number | null; readonly reason: string | null },
  ): Promise<Publication>;
}

const conflict = (code: string, message: string): PlumblineError =>
  new PlumblineError(code, message, { status: 409 });

export function createPublishing(deps: PublishingDependencies): Publishing {
  const { pool } = deps;
  const previews = createPreviews(deps);

  /** The figures that somebody has seen must be those of what is published. */
  async function checkPreview(workspace: number, id: string, wish: PublishWish): Promise<void> {
    const preview = await previews.read(workspace, id);
    const same = isDeepStrictEqual(preview.wish, wish);
    if (preview.figures === null) {
      throw conflict('no-figures', 'The preview has no figures yet; wait for the first ones.');
    }
    if (same && preview.looked.stamp === (await readStamp(pool, workspace))) return;
    throw conflict(
      'changed-since-preview',
      `${wish.name}, or what is in force, was changed since its preview: preview it again.`,
    );
  }

  /** What would be refused at the time is refused when it is asked for; properties are there by then. */
  async function prepare(workspace: number, one: ResolvedWish): Promise<void> {
    const { kind, name, text, as, primary, pilot } = one;
    if (kind === 'model') {
      const wish = { text, file: `${name}.yaml`, as, primary, pilot };
      const plan = await planModel(deps, workspace, wish, deps.clock());
      if (!plan.changes) {
        throw conflict('nothing-to-publish', `${name} says this already, and is what it is to be.`);
      }
      if (plan.goesLive) await deps.createProperties(workspace, plan.becomes.name);
      return;
    }
    const { problems } = await checkDocument(deps, workspace, one, text);
    const [problem] = problems;
    if (problem) throw new PlumblineError('document-invalid', problem.message, { status: 422 });
    if (one.inForce?.text === text) {
      throw conflict('nothing-to-publish', `The ${kind} ${name} says this already.`);
    }
  }

  async function insert(
    workspace: number,
    one: ResolvedWish,
    how: { loud: boolean; at: number | null; who: string; reason: string; backTo: number | null },
  ): Promise<Publication> {
    await prepare(workspace, one);
    const { kind, name, text, revision, as, primary, pilot } = one;
    const { loud, at, who, reason, backTo } = how;
    const { id, enacted } = await withTransaction(pool, async (db) => {
      const id = await insertPublication(db, workspace, {
        kind,
        name,
        text,
        revision,
        backTo,
        expects: one.inForce?.version ?? null,
        loud,
        as,
        primary,
        pilot,
        dueAt: at ?? deps.clock(),
        who,
        reason,
      });
      if (id === null) {
        throw conflict(
          'already-scheduled',
          `A publication of ${name} is scheduled already; cancel it first.`,
        );
      }
      if (at !== null) {
        const due = new Date(at).toISOString();
        await writeAudit(db, workspace, who, `${kind}.schedule`, name, { due, reason });
        return { id, enacted: null };
      }
      const claimed = await claimPublication(db, { workspace, id });
      return { id, enacted: claimed && (await enactPublication(deps, db, claimed)) };
    });
    if (enacted) await deps.published(enacted);
    return found(workspace, id);
  }

  async function found(workspace: number, id: number): Promise<Publication> {
    const publication = await findPublication(pool, workspace, id);
    if (publication) return publication;
    throw new PlumblineError('no-publication', 'There is no such publication.', { status: 404 });
  }

  return {
    previews,
    look: (workspace, wish) => lookAt(deps, workspace, wish),
    async preview(workspace, who, wish) {
      return previews.start(workspace, who, wish, await lookAt(deps, workspace, wish));
    },
    async publish(workspace, { wish, preview, ...how }) {
      if (preview !== null) await checkPreview(workspace, preview, wish);
      return insert(workspace, await resolveWish(pool, workspace, wish), { ...how, backTo: null });
    },
    async cancel(workspace, id, who) {
      const publication = await found(workspace, id);
      await withTransaction(pool, async (db) => {
        if (!(await endPublication(db, workspace, id, { state: 'cancelled' }))) {
          throw conflict(
            'not-scheduled',
            `The publication of ${publication.name} is ${publication.state} already.`,
          );
        }
        await writeAudit(db, workspace, who, `${publication.kind}.cancel`, publication.name, {});
      });
      return found(workspace, id);
    },
    async rollBack(workspace, key, { who, version, reason }) {
      const [newest, before] = await listVersions(pool, workspace, key, null, 2);
      const target = version ?? before?.version;
      const text = target && (await readVersion(pool, workspace, key, target));
      if (!newest || !target || text === undefined || text === 0) {
        throw new PlumblineError('no-version', `There is no earlier version of ${key.name}.`, {
          status: 404,
        });
      }
      const wish: PublishWish = {
        kind: key.kind,
        name: key.name,
        source: { version: target },
        shadow: false,
        as: null,
        primary: false,
        pilot: null,
      };
      const resolved = await resolveWish(pool, workspace, wish);
      return insert(workspace, resolved, {
        loud: false,
        at: null,
        backTo: target,
        who,
        reason: reason ?? `Back to version ${target}`,
      });
    },
  };
}
