import type { Engine } from './engine.js';
import { roundingLine } from './sums.js';
import type { Reason } from './types.js';

/** The lines of the last run in reading order: rules, bounds, weights, disqualification, rounding. */
export function reasonsOf(engine: Engine): Reason[] {
  const { lines, sums, disqualify, disqualified, variant } = engine;
  const reasons: Reason[] = [];
  for (let index = 0; index < lines.length; index++) {
    const hundredths = lines[index] as number;
    const rule = variant.rules[index];
    if (hundredths === 0 || !rule) continue;
    reasons.push({ rule: rule.id, label: rule.label, hundredths, evidence: rule.evidence() });
  }
  reasons.push(...sums.reasons());
  let total = sums.total;
  if (disqualified >= 0) {
    const line = sums.floor - total;
    const label = disqualify.labels[disqualified] ?? '';
    const evidence = { disqualified: disqualify.ids[disqualified] };
    if (line !== 0) reasons.push({ rule: null, label, hundredths: line, evidence });
    total = sums.floor;
  }
  const rounding = roundingLine(total);
  if (rounding) reasons.push(rounding);
  return reasons;
}
