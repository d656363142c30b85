/** Links between records, kept in both directions; each end has its own type ids, as CRMs give them. */
export class Links {
  private readonly tables = new Map<string, Map<string, Map<string, number[]>>>();

  /** Returns false when the link was there already. */
  add(
    from: { readonly type: string; readonly id: string; readonly typeId: number },
    to: { readonly type: string; readonly id: string; readonly typeId: number },
  ): boolean {
    const fresh = this.put(from.type, from.id, to.type, to.id, from.typeId);
    this.put(to.type, to.id, from.type, from.id, to.typeId);
    return fresh;
  }

  /** Removes one type id, or the whole link when none is given. Returns whether it was there. */
  remove(
    from: { readonly type: string; readonly id: string; readonly typeId?: number },
    to: { readonly type: string; readonly id: string; readonly typeId?: number },
  ): boolean {
    const there = this.drop(from.type, from.id, to.type, to.id, from.typeId);
    this.drop(to.type, to.id, from.type, from.id, to.typeId);
    return there;
  }

  /** Linked id -> type ids, in the order they were linked. */
  of(fromType: string, fromId: string, toType: string): ReadonlyMap<string, readonly number[]> {
    return this.tables.get(`${fromType}/${toType}`)?.get(fromId) ?? EMPTY;
  }

  /** Everything a record is linked to. */
  *allOf(type: string, id: string): Generator<{ toType: string; toId: string; typeIds: number[] }> {
    for (const [key, table] of this.tables) {
      const [fromType, toType] = key.split('/') as [string, string];
      if (fromType !== type) continue;
      for (const [toId, typeIds] of table.get(id) ?? []) yield { toType, toId, typeIds };
    }
  }

  private put(fromType: string, fromId: string, toType: string, toId: string, id: number): boolean {
    const key = `${fromType}/${toType}`;
    let table = this.tables.get(key);
    if (!table) {
      table = new Map();
      this.tables.set(key, table);
    }
    let targets = table.get(fromId);
    if (!targets) {
      targets = new Map();
      table.set(fromId, targets);
    }
    const typeIds = targets.get(toId);
    if (!typeIds) targets.set(toId, [id]);
    else if (typeIds.includes(id)) return false;
    else typeIds.push(id);
    return true;
  }

  private drop(
    fromType: string,
    fromId: string,
    toType: string,
    toId: string,
    id: number | undefined,
  ): boolean {
    const targets = this.tables.get(`${fromType}/${toType}`)?.get(fromId);
    const typeIds = targets?.get(toId);
    if (!targets || !typeIds) return false;
    const left = id === undefined ? [] : typeIds.filter((entry) => entry !== id);
    if (left.length === 0) targets.delete(toId);
    else targets.set(toId, left);
    return true;
  }
}

const EMPTY: ReadonlyMap<string, readonly number[]> = new Map();
