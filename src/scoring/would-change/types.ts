import type { Lists } from '../../language/predicate.js';
import type { ScoreInput } from '../types.js';

/** One change to a lead. All of it happens now. */
export type Change = ActivityChange | FieldChange;

export interface ActivityChange {
  readonly kind: 'activity';
  /** The rule, segment or entry for whose sake it is proposed. */
  readonly rule: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** It ends a sign that costs points: silence, or an unanswered message. */
  readonly endsSign: boolean;
  /** `asks for a demo` */
  readonly words: string;
}

export interface FieldChange {
  readonly kind: 'field';
  readonly rule: string;
  readonly field: string;
  readonly value: unknown;
  /** The value that it replaces; null where the field was unknown. */
  readonly from: unknown;
  /** `seniority becomes known: director` */
  readonly words: string;
}

/** A change with what the search needs to order it. */
export interface Candidate {
  readonly change: Change;
  /** Two changes of one slot exclude each other: a field takes one value. */
  readonly slot: string | null;
  /** Lower is more realistic. */
  readonly effort: number;
  /** Steps of a sequence happen in this order. */
  readonly step: number;
  /** The points its rule can give. */
  readonly promise: number;
}

/** What the makers of candidates work on, and where they put them. */
export interface Proposing {
  readonly input: ScoreInput;
  readonly lists: Lists;
  readonly now: number;
  /** Whether known values may change. */
  readonly known: boolean;
  readonly add: (candidate: Candidate) => void;
}
