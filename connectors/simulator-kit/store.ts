/** Who or what changed a value: the CRM's own word for the kind, and the id it gives. */
export interface ValueSource {
  readonly type: string;
  readonly id?: string | undefined;
  readonly label?: string | undefined;
}

export interface HistoryEntry {
  /** Empty: cleared. */
  readonly value: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly source: ValueSource;
}

export type Values = Readonly<Record<string, string>>;

export interface StoredRecord {
  readonly type: string;
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  /** Replaced by every write while the store keeps versions, else changed in place. */
  values: Values;
  readonly born: HistoryEntry & { readonly values: Values };
  /** What came after the birth, oldest first. */
  readonly history: Map<string, HistoryEntry[]>;
}

export interface ValueChange {
  readonly property: string;
  readonly before: string;
  readonly value: string;
}

export interface NewRecord {
  readonly id?: string | undefined;
  readonly values: Values;
  readonly at: number;
  readonly source: ValueSource;
  /** History that lies between the birth and now, oldest first; its last values win. */
  readonly later?: readonly (HistoryEntry & { readonly property: string })[];
}

interface Table {
  readonly byId: Map<string, StoredRecord>;
  /** Ids in ascending order; they only grow. */
  order: number[];
  readonly aliases: Map<string, string>;
  readonly unique: Map<string, Map<string, string>>;
  nextId: number;
}

/** Records of any type with the history of every property, in memory. Ids are growing whole numbers. */
export class RecordStore {
  private readonly tables = new Map<string, Table>();
  /** True: a reader (a lagging index) may keep the values that it saw. Costs a copy a write. */
  keepVersions = false;
  /** Called after every change of a record, also on archive, restore and erase (with `erased`). */
  onChange: (record: StoredRecord, erased: boolean) => void = () => {};

  /** Declares a type; `unique` properties can be looked up by value (case is ignored). */
  declare(type: string, firstId: number, unique: readonly string[] = []): void {
    this.tables.set(type, {
      byId: new Map(),
      order: [],
      aliases: new Map(),
      unique: new Map(unique.map((name) => [name, new Map()])),
      nextId: firstId,
    });
  }

  declareUnique(type: string, property: string): void {
    const index = new Map<string, string>();
    for (const record of this.table(type).byId.values()) {
      const value = record.values[property];
      if (value !== undefined && record.archivedAt === null)
        index.set(value.toLowerCase(), record.id);
    }
    this.table(type).unique.set(property, index);
  }

  insert(type: string, fresh: NewRecord): StoredRecord {
    const table = this.table(type);
    const id = fresh.id ?? String(table.nextId);
    table.nextId = Math.max(table.nextId, Number(id)) + 1;
    const history = new Map<string, HistoryEntry[]>();
    const values: Record<string, string> = { ...fresh.values };
    let updatedAt = fresh.at;
    for (const { property, ...entry } of fresh.later ?? []) {
      append(history, property, entry);
      values[property] = entry.value;
      updatedAt = Math.max(updatedAt, entry.at);
    }
    const record: StoredRecord = {
      type,
      id,
      createdAt: fresh.at,
      updatedAt,
      archivedAt: null,
      values,
      born: { value: '', at: fresh.at, source: fresh.source, values: fresh.values },
      history,
    };
    table.byId.set(id, record);
    table.order.push(Number(id));
    this.reindex(table, record, true);
    this.onChange(record, false);
    return record;
  }

  /** The record itself or, for the former id of a merged one, its survivor. Archived ones too. */
  resolve(type: string, id: string): StoredRecord | undefined {
    const table = this.table(type);
    return table.byId.get(id) ?? table.byId.get(table.aliases.get(id) ?? '');
  }

  get(type: string, id: string): StoredRecord | undefined {
    return this.table(type).byId.get(id);
  }

  byUnique(type: string, property: string, value: string): StoredRecord | undefined {
    const table = this.table(type);
    const id = table.unique.get(property)?.get(value.toLowerCase());
    return id === undefined ? undefined : table.byId.get(id);
  }

  isUnique(type: string, property: string): boolean {
    return this.table(type).unique.has(property);
  }

  /** Writes what differs and returns it. `touch`: whether this moves the record's modification time. */
  write(
    record: StoredRecord,
    wanted: Values,
    at: number,
    source: ValueSource,
    touch = true,
  ): ValueChange[] {
    const changes: ValueChange[] = [];
    for (const property in wanted) {
      const value = wanted[property] as string;
      const before = record.values[property] ?? '';
      if (value !== before) changes.push({ property, before, value });
    }
    if (changes.length === 0) return changes;
    const table = this.table(record.type);
    this.reindex(table, record, false);
    const values = (this.keepVersions ? { ...record.values } : record.values) as Record<
      string,
      string
    >;
    for (const { property, value } of changes) {
      values[property] = value;
      append(record.history, property, { value, at, source });
    }
    record.values = values;
    if (touch) record.updatedAt = Math.max(at, record.updatedAt);
    this.reindex(table, record, true);
    this.onChange(record, false);
    return changes;
  }

  /** Newest first, as the record's whole life from its creation. */
  historyOf(record: StoredRecord, property: string): HistoryEntry[] {
    const later = record.history.get(property) ?? [];
    const first = record.born.values[property];
    // A change may be booked late, with the time at which it happened.
    const all = later.toReversed().sort((a, b) => b.at - a.at);
    if (first !== undefined) {
      all.push({ value: first, at: record.born.at, source: record.born.source });
    }
    return all;
  }

  archive(record: StoredRecord, at: number): void {
    this.reindex(this.table(record.type), record, false);
    record.archivedAt = at;
    record.updatedAt = Math.max(at, record.updatedAt);
    this.onChange(record, false);
  }

  restore(record: StoredRecord, at: number): void {
    record.archivedAt = null;
    record.updatedAt = Math.max(at, record.updatedAt);
    this.reindex(this.table(record.type), record, true);
    this.onChange(record, false);
  }

  /** Nothing of it remains, not even its id. */
  erase(record: StoredRecord): void {
    const table = this.table(record.type);
    this.reindex(table, record, false);
    table.byId.delete(record.id);
    const at = positionOf(table.order, Number(record.id));
    if (table.order[at] === Number(record.id)) table.order.splice(at, 1);
    this.onChange(record, true);
  }

  /** From now on `oldId` answers with `survivor`. Former aliases of `oldId` follow. */
  alias(type: string, oldId: string, survivor: string): void {
    const { aliases } = this.table(type);
    for (const [alias, target] of aliases) if (target === oldId) aliases.set(alias, survivor);
    aliases.set(oldId, survivor);
  }

  aliasesOf(type: string, id: string): string[] {
    return [...this.table(type).aliases].filter(([, to]) => to === id).map(([alias]) => alias);
  }

  /** Records with an id greater than `after`, by id. */
  page(
    type: string,
    after: number,
    limit: number,
    archived: boolean,
  ): { records: StoredRecord[]; more: boolean } {
    const table = this.table(type);
    const records: StoredRecord[] = [];
    for (let at = positionOf(table.order, after + 1); at < table.order.length; at += 1) {
      const record = table.byId.get(String(table.order[at]));
      if (!record || (record.archivedAt !== null) !== archived) continue;
      if (records.length === limit) return { records, more: true };
      records.push(record);
    }
    return { records, more: false };
  }

  all(type: string): Iterable<StoredRecord> {
    return this.table(type).byId.values();
  }

  count(type: string): number {
    return this.table(type).byId.size;
  }

  /** The living record at a position of the id order, for picking one at random. */
  at(type: string, position: number): StoredRecord | undefined {
    const table = this.table(type);
    return table.byId.get(String(table.order[position % Math.max(1, table.order.length)]));
  }

  private table(type: string): Table {
    const table = this.tables.get(type);
    if (!table) throw new Error(`The record type ${type} is not declared.`);
    return table;
  }

  private reindex(table: Table, record: StoredRecord, add: boolean): void {
    for (const [property, index] of table.unique) {
      const value = record.values[property]?.toLowerCase();
      if (value === undefined || value === '') continue;
      if (add) index.set(value, record.id);
      else if (index.get(value) === record.id) index.delete(value);
    }
  }
}

function append(history: Map<string, HistoryEntry[]>, property: string, entry: HistoryEntry): void {
  const list = history.get(property);
  if (list) list.push(entry);
  else history.set(property, [entry]);
}

/** The first position whose id is at least `id`. */
function positionOf(order: readonly number[], id: number): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((order[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
