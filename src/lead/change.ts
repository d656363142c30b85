/** Who made a change in the CRM. Only a person's change of the stage pins it. */
export const SOURCE_KINDS = ['person', 'automation', 'import', 'sync', 'us', 'unknown'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export interface ChangeSource {
  readonly kind: SourceKind;
  /** The CRM's own id of the source (user id, app id, workflow id). */
  readonly id?: string;
}

/** One former or present value of a property, as the CRM's history tells it. */
export interface HistoricalValue {
  readonly value: string | null;
  /** True from, milliseconds since the epoch. */
  readonly at: number;
  readonly source: ChangeSource;
}

/** A record as read from the CRM: every requested property, with links where they were asked for. */
export interface Snapshot {
  readonly object: string;
  readonly record: string;
  /** The record's own modification time; not the time of the read. */
  readonly modifiedAt: number;
  readonly createdAt?: number;
  readonly properties: Readonly<Record<string, string | null>>;
  /** Newest first, only of the properties whose history was asked for. */
  readonly history?: Readonly<Record<string, readonly HistoricalValue[]>>;
  /** Roll-up dates that may be the last of several since the former read: their history was not read. */
  readonly perhapsSeveral?: readonly string[];
  /** All links of the named objects; an object that is not a key was not asked for. */
  readonly links?: Readonly<Record<string, readonly Link[]>>;
  /** Former ids of the same record (merged into it), where the CRM tells them. */
  readonly aliases?: readonly string[];
  /**
   * The record of another object, of the same account, that this one lives on as: a lead that was converted
   * into a contact. The two are one person; this one is read and never written to.
   */
  readonly becomes?: { readonly object: string; readonly record: string };
}

export interface Link {
  readonly record: string;
  readonly primary?: boolean;
}

/** Something that the events API was told of; it happened at the change's `at`. */
export interface ToldActivity {
  readonly kind: 'activity';
  /** The teller's own id of the event. */
  readonly id: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** What makes the record known by itself; without it the record is a CRM's, to be read there. */
  readonly person?: Readonly<Record<string, string>>;
}

/** What a CRM told us about one record of one account. Times are milliseconds since the epoch. */
export type Change = {
  readonly object: string;
  readonly record: string;
  readonly at: number;
  /** The CRM's event id; breaks ties between events of one time. Empty for reads. */
  readonly event: string;
  readonly source: ChangeSource;
} & (
  | { readonly kind: 'value'; readonly property: string; readonly value: string | null }
  /** The value was withheld (sensitive): the record must be read. */
  | { readonly kind: 'withheld'; readonly property: string }
  | { readonly kind: 'created' | 'deleted' | 'restored' | 'erased' }
  /** `record` is the id that lives on; `merged` are all other ids that now mean it. */
  | { readonly kind: 'merged'; readonly merged: readonly string[] }
  | {
      readonly kind: 'linked' | 'unlinked';
      readonly toObject: string;
      readonly to: string;
      readonly primary?: boolean;
    }
  | {
      readonly kind: 'snapshot';
      readonly snapshot: Snapshot;
      readonly readAt: number;
      /** A search index may lag: its page proves the record alive at its modification, not at the read. */
      readonly origin: 'poll' | 'fetch' | 'backfill' | 'sweep';
    }
  /** A read by id answered that there is no such record. */
  | { readonly kind: 'missing'; readonly readAt: number }
  | ToldActivity
);
