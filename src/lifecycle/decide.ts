/**
 * Decides the stage of one lead: pure, deterministic, and settled: deciding again with the result fed back
 * changes nothing. Changes made in the CRM come first, then the document's transitions.
 */
import type { Facts } from '../language/predicate.js';
import { numberOf } from '../language/values.js';
import type { Stage } from '../lead/stage.js';
import { DAY } from '../lib/clock.js';
import { dueAt } from './due.js';
import { followSignals } from './signals.js';
import type {
  CompiledLifecycle,
  CompiledTransition,
  Decision,
  DecisionFacts,
  DecisionInput,
  StageEntry,
  StageRevert,
} from './types.js';

interface Place {
  readonly stage: Stage;
  readonly since: number | null;
  readonly revert: StageRevert | null;
}

/** A move by rule, with the place it leads to. */
interface Step {
  readonly entry: StageEntry;
  readonly place: Place;
  /** The transition that made it; null for a way back. */
  readonly by: CompiledTransition | null;
}

/** Decides. Never throws; what is unknown moves nothing. */
export function decide(lifecycle: CompiledLifecycle, input: DecisionInput): Decision {
  const followed = followSignals(input);
  const start: Place = {
    stage: followed.stage,
    since: followed.stageSince,
    revert: followed.entries.length > 0 ? null : (input.memory?.revert ?? null),
  };
  const free =
    !followed.pin && !input.outside && input.override !== 'hold' && input.override !== 'exclude';
  const { steps, place, held } = free
    ? walk(lifecycle, input, start)
    : { steps: [], place: start, held: {} };

  const entries = [...followed.entries, ...steps.map(({ entry }) => entry)];
  const last = steps.at(-1)?.by;
  return {
    stage: place.stage,
    stageSince: place.since,
    entries,
    entry: entries.at(-1) ?? null,
    pin: followed.pin,
    memory: { revert: place.revert, crmAt: followed.crmAt, crmStage: followed.crmStage },
    held,
    alerts: last?.alert ? [last.alert] : [],
    dueAt: free && input.looksAhead !== false ? nextDue(lifecycle, input, place, held) : null,
    countFrom: last?.restart ? input.now : null,
  };
}

/**
 * Follows transitions until none matches. A way that comes back to a stage it left is cut there, so that
 * two transitions that contradict each other leave the lead where it is instead of tossing it about.
 */
function walk(lifecycle: CompiledLifecycle, input: DecisionInput, start: Place) {
  const steps: Step[] = [];
  const places: Place[] = [start];
  /** For each place what has held there. */
  const holding: Readonly<Record<string, number>>[] = [];
  for (let place = start; ; ) {
    const { step, held } = stepFrom(lifecycle, input, place, holding.at(-1) ?? input.held);
    holding.push(held);
    if (!step) return { steps, place, held };
    const seen = places.findIndex(({ stage }) => stage === step.place.stage);
    if (seen >= 0) {
      return {
        steps: steps.slice(0, seen),
        place: places[seen] ?? start,
        held: holding[seen] ?? {},
      };
    }
    steps.push(step);
    place = step.place;
    places.push(place);
    // The facts speak of activities that no longer count: the next decision is made from new ones.
    if (step.by?.restart) return { steps, place, held: {} };
  }
}

/** The first move out of a place, if any, and the conditions that hold there with the time since when. */
function stepFrom(
  lifecycle: CompiledLifecycle,
  input: DecisionInput,
  place: Place,
  before: Readonly<Record<string, number>>,
): { readonly step: Step | null; readonly held: Readonly<Record<string, number>> } {
  const facts = factsAt(input, place);
  const held: Record<string, number> = {};
  let step = wayBack(lifecycle, input, place, facts);
  for (const transition of lifecycle.transitions) {
    if (!transition.from.has(place.stage) || isProtected(transition, input)) continue;
    if (transition.holds(facts) !== true) continue;
    if (transition.holdMs === 0) {
      step ??= moveBy(transition, input, place);
      continue;
    }
    const since = Math.min(before[transition.id] ?? input.now, input.now);
    held[transition.id] = since;
    if (input.now - since >= transition.holdMs) step ??= moveBy(transition, input, place);
  }
  return { step, held };
}

function moveBy(transition: CompiledTransition, input: DecisionInput, place: Place): Step {
  const at = input.datedAt === undefined ? input.now : input.datedAt;
  return {
    entry: {
      from: place.stage,
      to: transition.to,
      by: transition.id,
      why: transition.label,
      at,
      byPoints: transition.byPoints,
    },
    place: {
      stage: transition.to,
      since: at,
      revert: transition.reverts
        ? { by: transition.id, to: place.stage, since: place.since }
        : null,
    },
    by: transition,
  };
}

/** A move that lasts only as long as its condition is taken back when that is false; unknown is not false. */
function wayBack(
  lifecycle: CompiledLifecycle,
  input: DecisionInput,
  place: Place,
  facts: Facts,
): Step | null {
  const { revert } = place;
  if (!revert) return null;
  const transition = lifecycle.transitions.find(({ id }) => id === revert.by);
  if (!transition?.reverts || transition.holds(facts) !== false) return null;
  return {
    entry: {
      from: place.stage,
      to: revert.to,
      by: transition.id,
      why: `No longer: ${transition.label}`,
      at: input.datedAt === undefined ? input.now : input.datedAt,
      byPoints: transition.byPoints,
    },
    // As if it had never been away, so that feedback given meanwhile still speaks of this stay.
    place: { stage: revert.to, since: revert.since, revert: null },
    by: null,
  };
}

function isProtected(transition: CompiledTransition, input: DecisionInput): boolean {
  if (!transition.byPoints) return false;
  if (input.override !== 'none' || input.disqualified !== null) return true;
  return (numberOf(input.facts.get('deal.open')) ?? 0) > 0;
}

/** The facts as they are while the lead stands at a place: stage and feedback belong to the stay. */
function factsAt(input: DecisionInput, place: Place): Facts & DecisionFacts {
  const given = numberOf(input.facts.get('feedback.at'));
  const former = given !== undefined && place.since !== null && given < place.since;
  return {
    now: input.now,
    turn: (path, operands) => input.facts.turn?.(path, operands) ?? Number.POSITIVE_INFINITY,
    get(path) {
      if (path === 'stage') return place.stage;
      if (path === 'stage.days') {
        if (place.since === null) return undefined;
        return Math.max(0, Math.floor((input.now - place.since) / DAY));
      }
      if (path === 'override') return input.override;
      if (path === 'disqualified') return input.disqualified ?? undefined;
      if (former && (path === 'feedback' || path === 'feedback.reason')) return undefined;
      return input.facts.get(path);
    },
  };
}

function nextDue(
  lifecycle: CompiledLifecycle,
  input: DecisionInput,
  place: Place,
  held: Readonly<Record<string, number>>,
): number | null {
  const waiting = lifecycle.transitions.filter(
    (one) => one.from.has(place.stage) && !isProtected(one, input),
  );
  return dueAt(waiting, factsAt(input, place), place.since, held);
}
