/** What an editor of scoring models needs beside the text: everything is answered for a text as it is posted. */
import { PlumblineError } from '../../lib/errors.js';
import { type Curve, decayCurve } from '../../scoring/curve.js';
import { loadModel } from '../../scoring/load.js';
import type { Ask } from '../../scoring/matching.js';
import type { DecayDocument, Model } from '../../scoring/schema.js';
import { QUESTIONS, type Question } from '../../scoring/sheet/interview.js';
import { type CheckedText, checkText } from './check.js';
import { type Counts, countLeads } from './counts.js';
import { createStoredLeads, KEPT, type LeadsDependencies } from './leads.js';
import { importSheet, interviewModel, type MadeModel, type SheetUpload } from './making.js';
import { type PinnedLead, type PinWish, pinLead } from './pin.js';
import { createSamples, type Sample } from './sample.js';
import { type SeenActivity, type SeenField, seenActivities, seenFields } from './seen.js';
import { shortLived } from './short-lived.js';
import { type Produced, producedBy } from './supply.js';

export type { CheckedText } from './check.js';
export type { Count, Counts } from './counts.js';
export type { MadeModel, SheetUpload } from './making.js';
export type { PinnedLead, PinWish } from './pin.js';
export type { Sample, SampleLead } from './sample.js';

export interface WorkbenchDependencies extends LeadsDependencies {
  /** Reads a file of `config/`: lists and the starter model. */
  readonly readText: (path: string) => string;
}

/** Everything that a model can be built from. */
export interface Material {
  /** Leads looked at, of all. */
  readonly looked: number;
  readonly of: number;
  readonly fields: ReadonlyMap<string, SeenField>;
  readonly activities: readonly SeenActivity[];
  readonly produced: Produced;
}

/** Every call names the workspace and finds nothing of another one. */
export interface ModelWorkbench {
  check(workspace: number, name: string, text: string): Promise<CheckedText>;
  material(workspace: number): Promise<Material>;
  /** Stops when `signal` is aborted. */
  count(
    workspace: number,
    asks: Readonly<Record<string, Ask>>,
    lists: Readonly<Record<string, unknown>> | undefined,
    signal: AbortSignal,
  ): Promise<Counts>;
  /** @throws DocumentError when the text cannot be used as a model */
  sample(workspace: number, name: string, text: string): Promise<Sample>;
  /** @throws DocumentError when the text cannot be used as a model */
  pin(workspace: number, name: string, text: string, wish: PinWish): Promise<PinnedLead>;
  curve(decay: DecayDocument | undefined, points: number, within?: string): Curve;
  importSheet(upload: SheetUpload): Promise<MadeModel>;
  questions(): readonly Question[];
  interview(
    answers: Readonly<Record<string, number>>,
    name: string,
  ): { text: string; rules: number };
}

export function createModelWorkbench(deps: WorkbenchDependencies): ModelWorkbench {
  const { clock, readText } = deps;
  const options = { readList: readText };
  const stored = createStoredLeads(deps);
  const samples = createSamples(deps.pool, deps.documents, stored);
  const load = (name: string, text: string): Model =>
    loadModel(text, `${name}.yaml`, options).model;

  const material = shortLived(KEPT, async (workspace: number): Promise<Material> => {
    const produced = await producedBy(deps, workspace);
    const plain = await stored.fields(workspace);
    const whole = await stored.whole(workspace);
    return {
      looked: plain.inputs.length,
      of: plain.of,
      fields: seenFields(plain.inputs),
      activities: seenActivities(whole),
      produced,
    };
  });

  return {
    material,
    async check(workspace, name, text) {
      const { produced, fields, activities } = await material(workspace);
      const supply = {
        fields: new Set([...produced.fields, ...fields.keys()]),
        types: new Set([...produced.types, ...activities.map(({ type }) => type)]),
        channels: new Set([...produced.channels, ...activities.map(({ channel }) => channel)]),
      };
      const known = produced.accounts === 0 ? null : supply;
      return checkText(text, `${name}.yaml`, options, known, clock());
    },
    count: (workspace, asks, lists, signal) =>
      countLeads(stored, workspace, { asks, lists }, options, clock(), signal),
    sample: async (workspace, name, text) => samples.of(workspace, name, load(name, text), clock()),
    pin: async (workspace, name, text, wish) => {
      if (wish.at !== null && wish.at > clock()) {
        throw new PlumblineError('future', 'A lead can be pinned as of now or an earlier moment.', {
          status: 422,
        });
      }
      return pinLead(deps, stored, workspace, load(name, text), wish, clock());
    },
    curve: decayCurve,
    importSheet: (upload) => importSheet(upload, readText),
    questions: () => QUESTIONS,
    interview: (answers, name) => interviewModel(answers, name, readText),
  };
}
