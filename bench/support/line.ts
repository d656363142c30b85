/** One figure of a benchmark, as it is printed and told in docs/performance.md. */
export interface Line {
  readonly name: string;
  readonly value: number;
  /** Of `value`: `s`, `ms`, `MiB`, `requests/s` … */
  readonly unit: string;
  /** To the peer or limit named by `against`, measured in the same run; null where there is none. */
  readonly ratio: number | null;
  readonly against: string | null;
  /** How many things were measured. */
  readonly n: number;
  /** What the goal is and whether this run reached it; only for figures with one. */
  readonly goal?: { readonly text: string; readonly met: boolean };
  /** What a reader must know to judge the figure. */
  readonly remark?: string;
}

/** A benchmark: `run` answers within some minutes and leaves no process behind. */
export interface Benchmark {
  /** How it was measured, for the page: a few sentences. */
  readonly how: string;
  run(): Promise<readonly Line[]>;
}

/** Three significant digits: more would claim what a noisy machine cannot tell. */
export function round(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(3));
}

/** @param share 0 to 1. NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export const MIB = 1024 * 1024;
