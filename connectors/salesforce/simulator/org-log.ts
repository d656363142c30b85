import type { OrgChange } from './transaction.js';

const CAPACITY = 5000;

/** What was committed lately, for tests and for a look at what automation did. */
export class OrgLog {
  private changes: OrgChange[] = [];

  add(change: OrgChange): void {
    this.changes.push(change);
    if (this.changes.length > CAPACITY * 1.25) this.changes = this.changes.slice(-CAPACITY);
  }

  of(object: string, id: string): OrgChange[] {
    return this.changes.filter((change) => change.object === object && change.id === id);
  }

  list(): readonly OrgChange[] {
    return this.changes;
  }

  clear(): void {
    this.changes = [];
  }
}
