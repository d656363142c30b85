/** A stable sample of stored leads, scored by a draft and by what is in force side by side. */
import type pg from 'pg';
import { fullName } from '../../lead/name.js';
import { compileModel } from '../../scoring/compile.js';
import type { Model } from '../../scoring/schema.js';
import type { Score, ScoreInput, Scorer } from '../../scoring/types.js';
import { type PickedLead, pickScoredLeads } from '../../store/scored-leads.js';
import type { Documents, ScoredModel } from '../documents.js';
import { versionFor } from '../scored-model.js';
import { KEPT, type StoredLeads } from './leads.js';
import { shortLived } from './short-lived.js';

/** Figures of one side; null outside the population. */
export interface Figures {
  readonly total: number | null;
  readonly band: string | null;
  readonly grade: string | null;
  readonly outside: 'include' | 'exclude' | null;
}

export interface SampleLead {
  readonly id: string;
  /** The person's name, else the job title; never an address. */
  readonly name: string | null;
  readonly company: string | null;
  readonly why: PickedLead['why'];
  readonly threshold: string | null;
  /** By the model in force; null where none of that name scores leads. */
  readonly before: Figures | null;
  readonly after: Figures;
}

export interface Sample {
  /** The model that `before` is by. */
  readonly against: { readonly name: string; readonly version: number } | null;
  readonly leads: readonly SampleLead[];
}

const PICKED = { best: 40, near: 25, within: 0.25, random: 80 };
const MOST = 200;

interface Kept {
  readonly against: ScoredModel | null;
  readonly leads: readonly (PickedLead & { readonly input: ScoreInput })[];
}

export interface Samples {
  of(workspace: number, name: string, draft: Model, now: number): Promise<Sample>;
}

function figures({ total, band, grade, outside }: Score): Figures {
  return { total, band, grade, outside };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export function createSamples(pool: pg.Pool, documents: Documents, stored: StoredLeads): Samples {
  /** The picks of a name's version, with their inputs, for a short time. */
  const kept = shortLived(KEPT, async (key: string): Promise<Kept> => {
    const [workspace, name] = JSON.parse(key) as [number, string];
    const models = await documents.models(workspace);
    const own = models.find(({ model }) => model.model === name) ?? null;
    const by = own ?? models[0];
    if (!by) return { against: null, leads: [] };
    const { thresholds = {} } = by.model;
    const most = { ...PICKED, thresholds };
    const picked = (await pickScoredLeads(pool, workspace, by.model.model, most)).slice(0, MOST);
    const inputs = await stored.named(
      workspace,
      picked.map(({ lead }) => lead),
    );
    const byId = new Map(inputs.map((input) => [input.id, input]));
    const leads = picked.flatMap((one) => {
      const input = byId.get(String(one.lead));
      return input ? [{ ...one, input }] : [];
    });
    return { against: own, leads };
  });

  return {
    async of(workspace, name, draft, now) {
      const version = (await documents.models(workspace)).find(({ model }) => model.model === name);
      const { against, leads } = await kept(
        JSON.stringify([workspace, name, version?.model.version ?? 0]),
      );
      const after: Scorer = compileModel(draft);
      return {
        against: against && { name: against.model.model, version: against.model.version },
        leads: leads.map(({ lead, why, threshold, input }) => ({
          id: String(lead),
          name: fullName(input.fields) ?? text(input.fields.jobTitle),
          company: text(input.fields['company.name']),
          why,
          threshold,
          // Of a model in pilot each lead follows one of two versions.
          before:
            against && figures(versionFor(against, input.fields, now).scorer.totals(input, now)),
          after: figures(after.totals(input, now)),
        })),
      };
    },
  };
}
