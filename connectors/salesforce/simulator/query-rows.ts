import type { OrgRecord } from './records.js';
import type { FieldValue } from './values.js';

export interface QueryOptions {
  /** True: as `queryAll`, with deleted and archived records. */
  readonly all: boolean;
  /** Whose rights apply: 18-character id. */
  readonly user: string;
}

/** The rows of a query, found once and rendered as they are read. */
export interface QueryRows {
  /** API name of the object, or `AggregateResult`. */
  readonly object: string;
  readonly totalSize: number;
  /** 0 rows but `totalSize` for a bare COUNT(). */
  readonly length: number;
  /** JSON rows of a page. */
  render(from: number, to: number, version: string): Record<string, unknown>[];
  /** The columns of a table, and a row's values in their order. */
  readonly columns: readonly string[];
  cells(row: number): FieldValue[];
  /** True for aggregates, child queries and compound fields, which bulk queries refuse. */
  readonly nested: boolean;
  /** The records behind the rows; empty for aggregates. */
  readonly records: readonly OrgRecord[];
}
