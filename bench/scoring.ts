/**
 * Scoring in memory: 40 rules x 20 activities a lead, against the same model written by hand (the limit),
 * read by the tests' interpreter and as rules of json-rules-engine, in one run. All are checked to give the
 * same figures first.
 */
import { compileModel } from '../src/scoring/compile.js';
import { loadModel } from '../src/scoring/load.js';
import type { ScoreInput } from '../src/scoring/types.js';
import { oracle } from '../test/scoring/oracle.js';
import { type HandScore, handWritten } from './scoring/hand-written.js';
import { LARGE_ACTIVITIES, LARGE_MODEL, LARGE_RULES, largeLead } from './scoring/large.js';
import { MODEL } from './scoring/model.js';
import { makeLeads, NOW } from './scoring/population.js';
import { makeRulesEngine } from './scoring/rules-engine.js';

const LEADS = 5_000;
const ROUNDS = 26;
const WARM = 6;
const PEER_LEADS = 200;
const LARGE_TURNS = 7;
const LARGE_GOAL_MS = 1_000;

interface Line {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio: number | null;
  readonly against: string | null;
  readonly n: number;
  readonly goal?: { readonly text: string; readonly met: boolean };
}

const { model } = loadModel(MODEL, 'bench');
const scorer = compileModel(model);

/**
 * Leads a second of processor time, the median of several turns. The ways take turns, so that all meet
 * the same machine; processor time, because others may use it too.
 */
function measure(
  leads: readonly ScoreInput[],
  ways: readonly ((lead: ScoreInput) => unknown)[],
): number[] {
  const turns: number[][] = ways.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, way] of ways.entries()) {
      const begun = process.cpuUsage();
      let kept = 0;
      for (const lead of leads) if (way(lead)) kept++;
      const { user, system } = process.cpuUsage(begun);
      // The first turns belong to the compiler.
      if (round >= WARM) turns[index]?.push((kept * 1e6) / (user + system));
    }
  }
  return turns.map((list) => list.sort((a, b) => a - b)[list.length >> 1] ?? 0);
}

/** Leads a second of processor time, once: for peers too slow for many turns. */
async function speedOf(
  leads: readonly ScoreInput[],
  way: (lead: ScoreInput) => Promise<unknown>,
): Promise<number> {
  const begun = process.cpuUsage();
  for (const lead of leads) await way(lead);
  const { user, system } = process.cpuUsage(begun);
  return (leads.length * 1e6) / (user + system);
}

function check(leads: readonly ScoreInput[], other: (lead: ScoreInput) => HandScore): void {
  for (const lead of leads) {
    const { dimensions, total, grade, band } = scorer.totals(lead, NOW);
    const ours = JSON.stringify({ ...dimensions, total, grade, band });
    const theirs = JSON.stringify(other(lead));
    if (ours !== theirs) throw new Error(`lead ${lead.id}: ${ours} here, ${theirs} by hand`);
  }
}

export async function* run(): AsyncIterable<Line> {
  const leads = makeLeads(LEADS, 20);
  check(leads, (lead) => handWritten(lead, NOW));
  const engine = makeRulesEngine();
  const few = leads.slice(0, PEER_LEADS);
  const answers = await Promise.all(few.map((lead) => engine(lead, NOW)));
  check(few, (lead) => answers[few.indexOf(lead)] as HandScore);
  const interpret = (lead: ScoreInput): HandScore => {
    const { dimensions, total, grade, band } = oracle(model, lead, NOW);
    return { ...dimensions, total, grade, band } as HandScore;
  };
  check(few, interpret);
  const peer = await speedOf(few, (lead) => engine(lead, NOW));
  const interpreter = await speedOf(few, async (lead) => interpret(lead));

  const [hand = 0, totals = 0, reasons = 0, score = 0] = measure(leads, [
    (lead) => handWritten(lead, NOW),
    (lead) => scorer.totals(lead, NOW),
    (lead) => scorer.explain(lead, NOW),
    (lead) => scorer.score(lead, NOW),
  ]);
  const line = (
    name: string,
    value: number,
    against: string,
    to: number,
    least?: number,
  ): Line => ({
    name,
    value: Math.round(value),
    unit: 'leads/s',
    ratio: Number((value / to).toPrecision(3)),
    against,
    n: LEADS * (ROUNDS - WARM),
    ...(least !== undefined && {
      goal: { text: `>= ${least} of ${against}`, met: value / to >= least },
    }),
  });
  yield line('scoring-total', totals, 'the same model written by hand', hand, 0.5);
  yield line('scoring-reasons', reasons, 'the same model written by hand', hand, 0.25);
  yield line('scoring-next-change', score, 'the same model written by hand', hand);
  yield line('scoring-peer', totals, 'json-rules-engine', peer);
  yield line('scoring-interpreter', totals, 'an interpreter of the model', interpreter);
  yield large();
}

/** One lead as large as they come: the median of several turns. */
function large(): Line {
  const model = compileModel(loadModel(LARGE_MODEL, 'large').model);
  const lead = largeLead(NOW);
  const turns = Array.from({ length: LARGE_TURNS }, () => {
    const begun = process.cpuUsage();
    model.score(lead, NOW);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  });
  const value = turns.sort((a, b) => a - b)[LARGE_TURNS >> 1] ?? Number.POSITIVE_INFINITY;
  return {
    name: 'scoring-large',
    value: Math.round(value),
    unit: 'ms',
    ratio: Number((value / LARGE_GOAL_MS).toPrecision(3)),
    against: `the goal of ${LARGE_GOAL_MS} ms`,
    n: LARGE_TURNS,
    goal: { text: `below ${LARGE_GOAL_MS} ms`, met: value < LARGE_GOAL_MS },
  };
}

/** For the page of all benchmarks. */
export const scoring = {
  how:
    `${LEADS} generated leads with 20 activities each, a model of 40 rules; the median of ${ROUNDS - WARM} turns ` +
    'in alternation, one thread, processor time, after checking that all ways give the same figures. `scoring-total`: ' +
    'dimensions, total, grade and band; `scoring-reasons`: also every reason with its evidence; ' +
    '`scoring-next-change`: also the moment of the next change, which the hand-written function does not know. ' +
    `\`scoring-large\`: one lead with ${LARGE_ACTIVITIES} activities by a model of ${LARGE_RULES} rules, reasons and next change included.`,
  run: async (): Promise<readonly Line[]> => {
    const lines: Line[] = [];
    for await (const line of run()) lines.push(line);
    return lines;
  },
};
