/** Our stages in the order of the funnel; `recycled` and `disqualified` stand beside it. */
export const STAGES = [
  'subscriber',
  'lead',
  'mql',
  'sql',
  'opportunity',
  'customer',
  'recycled',
  'disqualified',
] as const;
export type Stage = (typeof STAGES)[number];

export const OVERRIDES = ['none', 'hot', 'hold', 'exclude'] as const;
export type Override = (typeof OVERRIDES)[number];

/** Position in the funnel, or -1 for the two stages beside it. */
export function funnelRank(stage: Stage): number {
  return stage === 'recycled' || stage === 'disqualified' ? -1 : STAGES.indexOf(stage);
}
