/** A stored lead at a moment as a pinned example. */
import { stringify } from 'yaml';
import { PlumblineError } from '../../lib/errors.js';
import { compileModel } from '../../scoring/compile.js';
import { type Pinned, pinExample } from '../../scoring/pin.js';
import type { Model } from '../../scoring/schema.js';
import type { ScoreInput } from '../../scoring/types.js';
import { leadsAsOf } from '../as-of.js';
import { readPast } from '../past.js';
import type { LeadsDependencies, StoredLeads } from './leads.js';

export interface PinWish {
  readonly lead: number;
  /** Milliseconds; null for now. */
  readonly at: number | null;
  readonly name: string;
}

export interface PinnedLead extends Pinned {
  /** The example as an entry of the document's list, without its dash. */
  readonly yaml: string;
}

/** @throws PlumblineError (404) when there is no such lead in the workspace at that moment */
export async function pinLead(
  deps: LeadsDependencies,
  stored: StoredLeads,
  workspace: number,
  model: Model,
  { lead, at, name }: PinWish,
  now: number,
): Promise<PinnedLead> {
  const moment = at ?? now;
  const found: ScoreInput | undefined =
    at === null
      ? (await stored.named(workspace, [lead]))[0]
      : (
          await leadsAsOf(
            deps.pool,
            await readPast(deps.pool, deps.connectors, workspace, at, { model }),
            [lead],
          )
        )[0]?.input;
  if (!found) {
    const when = at === null ? '' : ` at ${new Date(at).toISOString()}`;
    throw new PlumblineError('no-lead', `There is no lead ${lead}${when} in this workspace.`, {
      status: 404,
    });
  }
  const pinned = pinExample(model, compileModel(model), found, moment, name);
  return { ...pinned, yaml: stringify(pinned.example, { lineWidth: 0 }) };
}
