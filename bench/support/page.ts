import { cpus, loadavg, totalmem } from 'node:os';
import type { Line } from './line.js';

export interface Measured {
  readonly name: string;
  readonly how: string;
  readonly lines: readonly Line[];
  /** Why there are no lines. */
  readonly failure?: string;
}

function machine(): string {
  const cores = cpus().length;
  const gib = Math.round(totalmem() / 2 ** 30);
  const major = process.versions.node.split('.')[0];
  // Over a quarter of an hour: longer than a run of all benchmarks takes.
  const load = loadavg()[2] ?? 0;
  const shared =
    load > cores * 1.5
      ? ` Other work ran on it at the same time (load ${load.toFixed(0)} on ${cores} cores over the last quarter of an hour): absolute figures are far below what the machine gives alone, ratios less so.`
      : '';
  return `${cores} cores, ${gib} GiB of memory, ${process.platform} ${process.arch}, Node.js ${major}, the embedded PostgreSQL with flushing on.${shared}`;
}

function row({ name, value, unit, ratio, against, n, goal }: Line): string {
  const verdict = goal ? `${goal.text}: **${goal.met ? 'reached' : 'missed'}**` : '';
  const compared = ratio === null ? '' : `${ratio} of ${against ?? ''}`;
  const cells = [`\`${name}\``, `${value} ${unit}`, compared, n.toLocaleString('en'), verdict];
  return `| ${cells.join(' | ')} |`;
}

function section({ name, how, lines, failure }: Measured): string {
  const remarks = lines
    .filter((line) => line.remark)
    .map((line) => `- \`${line.name}\`: ${line.remark}`);
  const table = [
    '| figure | value | ratio in the same run | n | goal |',
    '|---|---|---|---|---|',
    ...lines.map(row),
  ];
  return [
    `## ${name}`,
    '',
    how,
    '',
    ...(failure ? [`This run failed: ${failure}`] : table),
    ...(remarks.length > 0 ? ['', ...remarks] : []),
    '',
  ].join('\n');
}

/** docs/performance.md. Everything in it comes from one run. */
export function page(measured: readonly Measured[], date: string): string {
  const missed = measured
    .flatMap(({ lines }) => lines)
    .filter((line) => line.goal && !line.goal.met)
    .map(
      (line) =>
        `\`${line.name}\` (${line.goal?.text}; here ${line.value} ${line.unit}${line.ratio === null ? '' : `, ratio ${line.ratio}`})`,
    );
  return [
    '# Performance',
    '',
    `Written by \`npm run bench\`, ${date}. One figure alone: \`npm run --silent bench -- NAME --json\`.`,
    '',
    'Absolute figures move from machine to machine and from run to run; judge by the ratios, each to a peer or a limit measured in the same run. Nothing here is asserted by a test.',
    '',
    `Machine: ${machine()}`,
    '',
    missed.length > 0
      ? `Goals missed in this run: ${missed.join('; ')}.`
      : 'Every goal was reached in this run.',
    '',
    ...measured.map(section),
  ].join('\n');
}
