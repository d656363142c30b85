interface Reason {
  /** Null for lines without a rule: bounds, weights, rounding. */
  readonly rule: string | null;
  readonly label: string;
}

export interface KeyedReason<R extends Reason> {
  /** Unique within the score and the same in the next one: the rule id, else the label. */
  readonly key: string;
  readonly reason: R;
}

/** Lines without a rule ("rounding", "capped at 30") begin like the labels of rules. */
export function labelOf(reason: Reason): string {
  if (reason.rule !== null) return reason.label;
  return reason.label.charAt(0).toUpperCase() + reason.label.slice(1);
}

/** Names every line; lines without a rule and with the same label are numbered. */
export function keyReasons<R extends Reason>(reasons: readonly R[]): KeyedReason<R>[] {
  const seen = new Map<string, number>();
  return reasons.map((reason) => {
    const name = reason.rule ?? `= ${reason.label}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return { key: times === 1 ? name : `${name} #${times}`, reason };
  });
}
