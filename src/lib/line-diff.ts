/** One line of a comparison; numbers count from 1. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
}

/** Above this many pairs of lines between the common beginning and end, one block replaces the other. */
const MOST_PAIRS = 4_000_000;

/** Lengths of the longest common subsequences of what follows each pair of lines. */
function lengths(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}

function middle(a: readonly string[], b: readonly string[], offset: number): DiffLine[] {
  const known = a.length * b.length <= MOST_PAIRS ? lengths(a, b) : () => 0;
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right && known(i, j) > 0) {
      lines.push({ kind: 'same', before: offset + ++i, after: offset + ++j, text: left });
    } else if (left !== undefined && (right === undefined || known(i + 1, j) >= known(i, j + 1))) {
      lines.push({ kind: 'removed', before: offset + ++i, after: null, text: left });
    } else {
      lines.push({ kind: 'added', before: null, after: offset + ++j, text: right ?? '' });
    }
  }
  return lines;
}

/** Which lines of a text became which: removed ones before those added in their place. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  const shortest = Math.min(a.length, b.length) - start;
  while (end < shortest && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const same = (text: string, i: number, j: number): DiffLine => ({
    kind: 'same',
    before: i + 1,
    after: j + 1,
    text,
  });
  return [
    ...a.slice(0, start).map((text, at) => same(text, at, at)),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end), start),
    ...a
      .slice(a.length - end)
      .map((text, at) => same(text, a.length - end + at, b.length - end + at)),
  ];
}
