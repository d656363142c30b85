import type { FieldValue, FieldValues } from './values.js';

/** A record of any object. `values` is replaced by every write, so a reader may keep what it saw. */
export interface OrgRecord {
  readonly object: string;
  /** 18 characters. */
  readonly id: string;
  /** By API name, `Id` and the system fields included; what is absent is null. */
  values: FieldValues;
}

const NONE: ReadonlyMap<string, OrgRecord> = new Map();

/** The records of an org by object and id, in the order of their creation. Deleted ones stay, with `IsDeleted`. */
export class Records {
  private readonly tables = new Map<string, Map<string, OrgRecord>>();
  /** object.field -> value (lower case) -> ids; for external ids and unique fields. */
  private readonly indexes = new Map<string, Map<string, Set<string>>>();
  private readonly indexedFields = new Map<string, string[]>();

  get(object: string, id: string): OrgRecord | undefined {
    return this.tables.get(object)?.get(id);
  }

  all(object: string): ReadonlyMap<string, OrgRecord> {
    return this.tables.get(object) ?? NONE;
  }

  count(object: string): number {
    return this.tables.get(object)?.size ?? 0;
  }

  /** Looks records up by this field from now on. */
  index(object: string, field: string): void {
    const key = `${object}.${field}`;
    if (this.indexes.has(key)) return;
    this.indexes.set(key, new Map());
    this.indexedFields.set(object, [...(this.indexedFields.get(object) ?? []), field]);
    for (const record of this.all(object).values()) this.enter(object, record, [field]);
  }

  isIndexed(object: string, field: string): boolean {
    return this.indexes.has(`${object}.${field}`);
  }

  /** Records whose indexed field has the value, deleted ones included; case is ignored. */
  by(object: string, field: string, value: FieldValue): OrgRecord[] {
    const ids = this.indexes.get(`${object}.${field}`)?.get(keyOf(value)) ?? [];
    return [...ids].flatMap((id) => this.get(object, id) ?? []);
  }

  add(record: OrgRecord): void {
    let table = this.tables.get(record.object);
    if (!table) {
      table = new Map();
      this.tables.set(record.object, table);
    }
    table.set(record.id, record);
    this.enter(record.object, record, this.indexedFields.get(record.object) ?? []);
  }

  replace(record: OrgRecord, values: FieldValues): void {
    const { values: before } = record;
    const fields = (this.indexedFields.get(record.object) ?? []).filter(
      (field) => (before[field] ?? null) !== (values[field] ?? null),
    );
    this.leave(record.object, record, fields);
    record.values = values;
    this.enter(record.object, record, fields);
  }

  /** Nothing of it remains. */
  erase(object: string, id: string): void {
    const record = this.get(object, id);
    if (!record) return;
    this.leave(object, record, this.indexedFields.get(object) ?? []);
    this.tables.get(object)?.delete(id);
  }

  private enter(object: string, record: OrgRecord, fields: readonly string[]): void {
    for (const field of fields) {
      const value = record.values[field] ?? null;
      if (value === null) continue;
      const index = this.indexes.get(`${object}.${field}`);
      const ids = index?.get(keyOf(value));
      if (ids) ids.add(record.id);
      else index?.set(keyOf(value), new Set([record.id]));
    }
  }

  private leave(object: string, record: OrgRecord, fields: readonly string[]): void {
    for (const field of fields) {
      const value = record.values[field] ?? null;
      if (value !== null) {
        this.indexes.get(`${object}.${field}`)?.get(keyOf(value))?.delete(record.id);
      }
    }
  }
}

function keyOf(value: FieldValue): string {
  return String(value).toLowerCase();
}
