/**
 * Scoring in memory: 40 rules x 20 activities a lead, against the same model written by hand (the limit)
 * and as rules of json-rules-engine, in one run. All three are checked to give the same figures first.
 */
import { compileModel } from '../src/scoring/compile.js';
import { loadModel } from '../src/scoring/load.js';
import type { ScoreInput } from '../src/scoring/types.js';
import { type HandScore, handWritten } from './scoring/hand-written.js';
import { MODEL } from './scoring/model.js';
import { makeLeads, NOW } from './scoring/population.js';
import { makeRulesEngine } from './scoring/rules-engine.js';

const LEADS = 5_000;
const ROUNDS = 25;
const WARM = 6;
const PEER_LEADS = 200;

interface Line {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio: number | null;
  readonly against: string | null;
  readonly n: number;
  readonly goal?: { readonly text: string; readonly met: boolean };
}

const scorer = compileModel(loadModel(MODEL, 'bench').model);

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
  const begun = performance.now();
  for (const lead of few) await engine(lead, NOW);
  const peer = (few.length * 1000) / (performance.now() - begun);

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
    n: LEADS,
    ...(least !== undefined && {
      goal: { text: `>= ${least} of ${against}`, met: value / to >= least },
    }),
  });
  yield line('scoring-total', totals, 'the same model written by hand', hand, 0.5);
  yield line('scoring-reasons', reasons, 'the same model written by hand', hand, 0.25);
  yield line('scoring-next-change', score, 'the same model written by hand', hand);
  yield line('scoring-peer', totals, 'json-rules-engine', peer);
}

/** For the page of all benchmarks. */
export const scoring = {
  how:
    `${LEADS} generated leads with 20 activities each, a model of 40 rules; the median of ${ROUNDS - WARM} turns ` +
    'in alternation, one thread, processor time, after checking that all ways give the same figures. `scoring-total`: ' +
    'dimensions, total, grade and band; `scoring-reasons`: also every reason with its evidence; ' +
    '`scoring-next-change`: also the moment of the next change, which the hand-written function does not know.',
  run: async (): Promise<readonly Line[]> => {
    const lines: Line[] = [];
    for await (const line of run()) lines.push(line);
    return lines;
  },
};
