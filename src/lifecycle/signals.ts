import { SOURCE_KINDS, type SourceKind } from '../lead/change.js';
import { STAGES, type Stage } from '../lead/stage.js';
import type { DecisionInput, StageEntry, StagePin, StageSignal } from './types.js';

/** What the changes made in the CRMs leave behind. */
export interface Followed {
  readonly stage: Stage;
  readonly stageSince: number | null;
  readonly pin: StagePin | null;
  readonly crmAt: number | null;
  readonly crmStage: Stage | null;
  readonly entries: readonly StageEntry[];
}

const WORDS: Readonly<Record<SourceKind, string>> = {
  person: 'a person',
  automation: 'automation',
  import: 'an import',
  sync: 'a sync',
  us: 'us',
  unknown: 'an unknown source',
};

const place = (stage: Stage): number => STAGES.indexOf(stage);

/** By time; at one time a person speaks last: the order of arrival says nothing. */
function inOrder(signals: readonly StageSignal[]): StageSignal[] {
  const rank = (signal: StageSignal): number => (signal.source === 'person' ? 1 : 0);
  return [...signals].sort(
    (a, b) =>
      a.at - b.at ||
      rank(a) - rank(b) ||
      place(a.stage) - place(b.stage) ||
      SOURCE_KINDS.indexOf(a.source) - SOURCE_KINDS.indexOf(b.source),
  );
}

/**
 * Applies changes of the CRMs' stages. A person's pins the stage and wins over what we decided without
 * knowing it, even when ours is dated later. Everybody else's is followed when it is newer than the stage
 * we have, and pins nothing. Our own are echoes. At one time the later stage wins. Applying the same
 * signals again, or in several portions, changes nothing.
 */
export function followSignals(
  input: Pick<DecisionInput, 'stage' | 'stageSince' | 'pin' | 'memory' | 'releasedAt' | 'signals'>,
): Followed {
  let { stage, stageSince, pin } = input;
  let crmAt = input.memory?.crmAt ?? null;
  // Leads decided by an older version remember the time alone.
  let crmStage = input.memory?.crmStage ?? null;
  const entries: StageEntry[] = [];

  /** Later than a moment, or at it and further in the funnel than what was set then. */
  const follows = (signal: StageSignal, at: number, then: Stage): boolean =>
    signal.at > at || (signal.at === at && place(signal.stage) > place(then));

  const enter = (signal: StageSignal): void => {
    if (signal.stage !== stage) {
      entries.push({
        from: stage,
        to: signal.stage,
        by: signal.source === 'person' ? 'person' : 'crm',
        why: `Set to ${signal.stage} in the CRM by ${WORDS[signal.source]}`,
        at: signal.at,
        byPoints: false,
      });
    }
    stage = signal.stage;
    stageSince = signal.at;
    crmAt = signal.at;
    crmStage = signal.stage;
  };

  for (const signal of inOrder(input.signals)) {
    if (signal.source === 'us') continue;
    if (signal.source === 'person') {
      if (signal.at <= (input.releasedAt ?? -Infinity)) continue;
      if (pin && !follows(signal, pin.at, pin.stage)) continue;
      pin = { stage: signal.stage, at: signal.at };
      // What the CRM became after it has been followed already.
      if (signal.at >= (crmAt ?? -Infinity)) enter(signal);
      continue;
    }
    const known = Math.max(stageSince ?? -Infinity, crmAt ?? -Infinity);
    // A rule may have moved the lead at the very moment of a change already followed.
    const then = known === crmAt ? (crmStage ?? stage) : stage;
    if (signal.at === pin?.at || !follows(signal, known, then)) continue;
    if (stage === 'disqualified' && !isDeal(signal.stage)) continue;
    if (signal.stage === stage) {
      crmAt = signal.at;
      crmStage = signal.stage;
    } else enter(signal);
  }
  return { stage, stageSince, pin, crmAt, crmStage, entries };
}

/** Out of disqualified a lead comes by a person or a deal, not because a workflow says "lead". */
function isDeal(stage: Stage): boolean {
  return stage === 'opportunity' || stage === 'customer';
}
