/**
 * `npm run --silent bench -- NAME… --json`: one JSON object a line, nothing else on standard output.
 * `npm run bench [-- --date YYYY-MM-DD]`: all of them, each in a process of its own, and
 * docs/performance.md anew. Runs compiled, as `npm start` does.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packageRoot } from '../src/lib/root.js';
import type { Benchmark, Line } from './support/line.js';
import { type Measured, page } from './support/page.js';

const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  webhook: async () => (await import('./webhook.js')).webhook,
  scoring: async () => (await import('./scoring.js')).scoring,
  latency: async () => (await import('./latency.js')).latency,
  backfill: async () => (await import('./backfill.js')).backfill,
  budget: async () => (await import('./budget.js')).budget,
  rescore: async () => (await import('./rescore.js')).rescore,
  preview: async () => (await import('./preview.js')).preview,
  search: async () => (await import('./search.js')).search,
};
/** A benchmark that has not ended by then is ended. */
const LIMIT_MS = 1_500_000;

async function find(name: string): Promise<Benchmark> {
  const load = BENCHMARKS[name];
  if (load) return load();
  const known = Object.keys(BENCHMARKS).join(', ');
  throw new Error(`There is no benchmark "${name}"; known: ${known}.`);
}

function printed({ name, value, unit, ratio, against, n }: Line): string {
  return JSON.stringify({ name, value, unit, ratio, against, n });
}

/** In a process of its own: memory and warmth of one must not show in the next. */
async function measure(name: string): Promise<Measured> {
  const { how } = await find(name);
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [fileURLToPath(import.meta.url), name, '--whole'],
      { timeout: LIMIT_MS, maxBuffer: 10_000_000 },
    );
    const texts = stdout.split('\n').filter((text) => text !== '');
    return { name, how, lines: texts.map((text) => JSON.parse(text) as Line) };
  } catch (error) {
    return { name, how, lines: [], failure: String((error as Error).message).split('\n')[0] ?? '' };
  }
}

const words = process.argv.slice(2);
const flag = (name: string): boolean => words.includes(`--${name}`);
const argumentOf = (name: string): string | undefined =>
  flag(name) ? words[words.indexOf(`--${name}`) + 1] : undefined;
const date = argumentOf('date') ?? new Date().toISOString().slice(0, 10);
const given = words.filter((word) => !word.startsWith('--') && word !== argumentOf('date'));
const names = given.length > 0 ? given : Object.keys(BENCHMARKS);

if (flag('json') || flag('whole')) {
  for (const name of names) {
    const benchmark = await find(name);
    for (const line of await benchmark.run()) {
      process.stdout.write(`${flag('whole') ? JSON.stringify(line) : printed(line)}\n`);
    }
  }
} else {
  const measured: Measured[] = [];
  for (const name of names) {
    const one = await measure(name);
    measured.push(one);
    for (const line of one.lines) process.stdout.write(`${printed(line)}\n`);
    if (one.failure) process.stderr.write(`${name}: ${one.failure}\n`);
  }
  if (given.length === 0) {
    writeFileSync(join(packageRoot(), 'docs/performance.md'), page(measured, date));
  }
}
