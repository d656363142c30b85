/** Whose cause is over: pure. */
import type { Stage } from '../lead/stage.js';
import type { CompiledAlerts } from './load.js';

export interface LeadNow {
  readonly stage: Stage;
  /** True when this decision changed the stage. */
  readonly moved: boolean;
  /** The change of the published total, where there was one. */
  readonly total: { readonly before: number | null; readonly after: number | null } | null;
}

/**
 * Triggers whose cause has ended with a decision: the lead left the stage that was told, or its total fell
 * below the number that it had crossed (or there is none any more).
 */
export function endedTriggers(alerts: CompiledAlerts, now: LeadNow): string[] {
  const { stage, moved, total } = now;
  const ended = alerts.triggers.filter(({ entered, crosses }) => {
    if (entered !== null) return moved && entered !== stage;
    if (crosses === null || total === null) return false;
    const wasAbove = total.before === null || total.before >= crosses;
    return wasAbove && (total.after === null || total.after < crosses);
  });
  return ended.map(({ id }) => id);
}
