/** Leads that would move, held in columns: a hundred thousand of them are three megabytes. */
import type { Outcome, Standing } from './page.js';

export interface Mover {
  readonly lead: number;
  /** Null where the model compared with never scored the lead. */
  readonly before: Standing | null;
  readonly after: Standing;
  /** Whether it causes a task, if tasks are asked for. */
  readonly task: boolean;
}

/** No number of points. */
const NONE = -0x80000000;
const NEW = NONE + 1;
const NAMES = ['grade', 'band', 'stage'] as const;
const CODES = NAMES.length * 2;
/** Leads that there is room for at first. */
const FIRST = 1024;

export class Movers {
  #length = 0;
  #leads = new Float64Array(FIRST);
  #totals = new Int32Array(2 * FIRST);
  #codes = new Uint16Array(CODES * FIRST);
  #tasks = new Uint8Array(FIRST);
  /** Names of grades, bands and stages; 0 is none. */
  readonly #names: (string | null)[] = [null];
  readonly #places = new Map<string, number>();

  /** As `columns` told it: names, and the bytes of all columns one after another. */
  static from(names: readonly (string | null)[], length: number, bytes: Uint8Array): Movers {
    const made = new Movers();
    made.#length = length;
    made.#leads = new Float64Array(length);
    made.#totals = new Int32Array(2 * length);
    made.#codes = new Uint16Array(CODES * length);
    made.#tasks = new Uint8Array(length);
    let at = 0;
    for (const column of made.columns().columns) {
      column.set(bytes.subarray(at, at + column.length));
      at += column.length;
    }
    for (const name of names) made.#code(name);
    return made;
  }

  /** Names in the order of their codes, and each column's bytes, not copied. */
  columns(): { readonly names: readonly (string | null)[]; readonly columns: Uint8Array[] } {
    const length = this.#length;
    const columns = [
      this.#leads.subarray(0, length),
      this.#totals.subarray(0, 2 * length),
      this.#codes.subarray(0, CODES * length),
      this.#tasks.subarray(0, length),
    ].map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
    return { names: this.#names, columns };
  }

  get length(): number {
    return this.#length;
  }

  add({ lead, before, after, tasks }: Outcome): void {
    if (this.#length === this.#leads.length) this.#grow();
    const at = this.#length;
    this.#leads[at] = lead;
    this.#totals[2 * at] = before ? (before.total ?? NONE) : NEW;
    this.#totals[2 * at + 1] = after.total ?? NONE;
    for (const [index, name] of NAMES.entries()) {
      this.#codes[CODES * at + 2 * index] = this.#code(before?.[name] ?? null);
      this.#codes[CODES * at + 2 * index + 1] = this.#code(after[name]);
    }
    this.#tasks[at] = tasks.length > 0 ? 1 : 0;
    this.#length += 1;
  }

  at(index: number): Mover {
    const name = (place: number): string | null =>
      this.#names[this.#codes[CODES * index + place] ?? 0] ?? null;
    const side = (at: 0 | 1): Standing => {
      const total = this.#totals[2 * index + at] ?? NONE;
      return {
        total: total === NONE || total === NEW ? null : total,
        grade: name(at),
        band: name(2 + at),
        stage: name(4 + at),
      };
    };
    return {
      lead: this.#leads[index] ?? 0,
      before: this.#totals[2 * index] === NEW ? null : side(0),
      after: side(1),
      task: this.#tasks[index] === 1,
    };
  }

  /** Indexes of those that pass, the greatest change first, of equal ones the lead known first. */
  select(passes: (mover: Mover) => boolean): Uint32Array {
    const found = new Uint32Array(this.#length);
    let count = 0;
    for (let index = 0; index < this.#length; index += 1) {
      if (passes(this.at(index))) found[count++] = index;
    }
    const change = (index: number): number => {
      const [then, now] = [this.#totals[2 * index] ?? 0, this.#totals[2 * index + 1] ?? 0];
      return Math.abs(Math.max(now, 0) - Math.max(then, 0));
    };
    const leads = this.#leads;
    return found
      .subarray(0, count)
      .sort((a, b) => change(b) - change(a) || (leads[a] ?? 0) - (leads[b] ?? 0));
  }

  #code(name: string | null): number {
    if (name === null) return 0;
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.#names.push(name) - 1);
    return this.#names.length - 1;
  }

  #grow(): void {
    const size = Math.max(FIRST, this.#leads.length * 2);
    const grown = <T extends Float64Array | Int32Array | Uint16Array | Uint8Array>(
      fresh: T,
      old: T,
    ): T => {
      fresh.set(old);
      return fresh;
    };
    this.#leads = grown(new Float64Array(size), this.#leads);
    this.#totals = grown(new Int32Array(2 * size), this.#totals);
    this.#codes = grown(new Uint16Array(CODES * size), this.#codes);
    this.#tasks = grown(new Uint8Array(size), this.#tasks);
  }
}
