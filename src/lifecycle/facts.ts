import type { DecisionFacts } from './types.js';

/** The figures of a score that conditions may ask for; a `Score` fits. */
export interface Figures {
  readonly dimensions: Readonly<Record<string, number>> | null;
  readonly total: number | null;
  readonly grade: string | null;
  readonly band: string | null;
  readonly segment: string | null;
  /** Those of the lead's segment. */
  readonly thresholds: Readonly<Record<string, number>> | null;
}

export interface FeedbackFact {
  readonly verdict: string;
  readonly reason: string | null;
  /** When it was given, milliseconds since the epoch. */
  readonly at: number;
}

/** What is known of a lead beside its fields. */
export interface KnownFacts {
  readonly figures: Figures;
  readonly feedback: FeedbackFact | null;
  /** A call, sent e-mail, meeting or note by a user, or a moved task, since the stage was entered; null: unknown. */
  readonly touched: boolean | null;
  /** The lead's fields and the computed ones. */
  readonly lead: (path: string) => unknown;
  /** When the computed ones change by themselves; needed where a due time is asked for. */
  readonly turn?: DecisionFacts['turn'];
}

/** One place to ask by name, for conditions of the lifecycle and of alerts. */
export function decisionFacts(known: KnownFacts): DecisionFacts {
  const { figures, feedback, turn } = known;
  return {
    ...(turn && { turn }),
    get(path) {
      switch (path) {
        case 'total':
        case 'grade':
        case 'band':
        case 'segment':
          return figures[path] ?? undefined;
        case 'feedback':
          return feedback?.verdict;
        case 'feedback.reason':
          return feedback?.reason ?? undefined;
        case 'feedback.at':
          return feedback?.at;
        case 'touched':
          return known.touched ?? undefined;
      }
      if (path.startsWith('dimensions.')) return own(figures.dimensions, path.slice(11));
      if (path.startsWith('reached.')) {
        const threshold = own(figures.thresholds, path.slice(8));
        if (threshold === undefined || figures.total === null) return undefined;
        return figures.total >= threshold;
      }
      return known.lead(path);
    },
  };
}

function own(values: Readonly<Record<string, number>> | null, name: string): number | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}
