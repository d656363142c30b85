import { dateOf, normalise, numberOf } from './values.js';

/** How a cell's value is to be compared. `none`: missing, or (objects) without text, number or date. */
export type CellKind = 'none' | 'text' | 'number' | 'boolean' | 'list' | 'other' | 'unknown';

const UNREAD = Symbol('unread');

/**
 * One value made ready for many predicates: normalised once, read as number or date at most once.
 * Cells are kept and loaded again for every lead, because making objects costs more than comparing.
 */
export class Cell {
  raw: unknown = undefined;
  #kind: CellKind = 'none';
  #text = '';
  /** Loaded, and not asked yet what it is: many values never are. */
  #fresh = false;
  #number: number | undefined;
  #numberOf: unknown = UNREAD;
  #date: number | undefined;
  #dateOf: unknown = UNREAD;

  load(value: unknown): this {
    // Neighbouring leads often share a value: no text is normalised twice in a row.
    if (typeof value === 'string' && value === this.raw) return this;
    this.raw = value;
    this.#fresh = true;
    return this;
  }

  /** Makes every predicate on this cell unknown, even `exists`. */
  loadUnknown(): this {
    this.raw = UNREAD;
    this.#kind = 'unknown';
    this.#fresh = false;
    return this;
  }

  get kind(): CellKind {
    if (this.#fresh) this.#normalise();
    return this.#kind;
  }

  /** Trimmed lower-case text of a text; the plain text of a number or truth value. */
  get text(): string {
    if (this.#fresh) this.#normalise();
    return this.#text;
  }

  #normalise(): void {
    this.#fresh = false;
    const { raw } = this;
    if (typeof raw === 'string') {
      this.#text = normalise(raw);
      this.#kind = this.#text === '' ? 'none' : 'text';
    } else if (typeof raw === 'number' || typeof raw === 'boolean') {
      this.#text = String(raw);
      this.#kind = typeof raw === 'number' ? 'number' : 'boolean';
    } else if (Array.isArray(raw)) {
      this.#kind = raw.length === 0 ? 'none' : 'list';
    } else {
      this.#kind = raw === undefined || raw === null ? 'none' : 'other';
    }
  }

  /** The value as it came; null for a missing or unknown one. */
  get value(): unknown {
    return this.kind === 'none' || this.kind === 'unknown' ? null : this.raw;
  }

  /** The value as a number, or undefined when it does not read as one. */
  get number(): number | undefined {
    if (this.kind === 'number') return this.raw as number;
    if (this.kind !== 'text') return undefined;
    if (this.#numberOf !== this.raw) {
      this.#number = numberOf(this.raw);
      this.#numberOf = this.raw;
    }
    return this.#number;
  }

  /** The value as milliseconds since the epoch, or undefined when it does not read as a date. */
  get date(): number | undefined {
    if (this.kind !== 'text' && this.kind !== 'number') return undefined;
    if (this.#dateOf !== this.raw) {
      this.#date = dateOf(this.raw);
      this.#dateOf = this.raw;
    }
    return this.#date;
  }
}
