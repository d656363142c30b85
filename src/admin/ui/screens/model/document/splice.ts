/** One change made in the text itself; null where it cannot be. Whoever calls compares the values afterwards. */
import {
  Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Edit } from './edits.js';

type Collection = YAMLMap | YAMLSeq;

/** A value in one line, so that it can stand anywhere. */
function inline(value: unknown): string {
  const document = new Document([value]);
  const list = document.contents as unknown as YAMLSeq;
  flowing(list);
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true }).trim();
  return text.replace(/^\[ ?/, '').replace(/ ?\]$/, '');
}

/** Lists are written `[a, b]`, maps `{ a: b }`, as people write them; a text may not break the line. */
function flowing(node: unknown): void {
  if (isPair(node)) {
    flowing(node.key);
    flowing(node.value);
  } else if (isCollection(node)) {
    node.flow = true;
    for (const item of node.items) flowing(item);
  } else if (isScalar(node) && typeof node.value === 'string' && node.value.includes('\n')) {
    node.type = 'QUOTE_DOUBLE';
  }
}

const startOf = (node: unknown): number => {
  const first = isPair(node) ? node.key : node;
  return isNode(first) ? (first.range?.[0] ?? -1) : -1;
};

/** Where the last thing written of a node ends, comments and blank lines after it left out. */
function endOf(node: unknown): number {
  if (isPair(node)) return node.value === null ? endOf(node.key) : endOf(node.value);
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
  return isNode(node) ? (node.range?.[1] ?? -1) : -1;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

const lineStart = (text: string, from: number): number => text.lastIndexOf('\n', from - 1) + 1;

/** The line after which something new stands: that of the end, unless the end is a line's own break. */
function after(text: string, node: unknown): number {
  const end = endOf(node);
  return text[end - 1] === '\n' ? end - 1 : lineEnd(text, end);
}

const put = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

function keyOf(key: string): string {
  return stringify(key, { lineWidth: 0 }).trim();
}

function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

/** Adds an entry to a collection behind that of the place before. */
function add(text: string, to: Collection, place: number, entry: string): string | null {
  const { items } = to;
  const [start = -1, end = -1] = to.range ?? [];
  if (start < 0) return null;
  if (items.length === 0) {
    const [open, close] = isMap(to) ? ['{ ', ' }'] : ['[', ']'];
    return to.flow ? put(text, start, end, `${open}${entry}${close}`) : null;
  }
  const before = items[place - 1];
  if (to.flow) {
    if (before) return put(text, endOf(before), endOf(before), `, ${entry}`);
    return put(text, startOf(items[0]), startOf(items[0]), `${entry}, `);
  }
  if (!before) return null;
  const first = startOf(items[0]);
  const head = text.slice(lineStart(text, first), first);
  const indent = head.replace(/\S.*$/, '');
  // In a list's entry that is a map the keys stand behind the dash.
  const margin = isSeq(to) ? indent : ' '.repeat(head.length);
  const at = after(text, before);
  return put(text, at, at, `\n${margin}${isSeq(to) ? '- ' : ''}${entry}`);
}

function remove(text: string, from: Collection, index: number): string | null {
  const { items } = from;
  const item = items[index];
  if (item === undefined || items.length === 1) return null;
  if (from.flow) {
    if (index === 0) return put(text, startOf(item), startOf(items[1]), '');
    return put(text, endOf(items[index - 1]), endOf(item), '');
  }
  const start = startOf(item);
  const head = text.slice(lineStart(text, start), start);
  if (!(isSeq(from) ? /^\s*- *$/ : /^\s*$/).test(head)) return null;
  return put(text, lineStart(text, start), Math.min(text.length, after(text, item) + 1), '');
}

function swap(text: string, list: YAMLSeq, at: number): string | null {
  const [first, second] = [list.items[at], list.items[at + 1]];
  if (!first || !second) return null;
  // With what is noted behind them in their last line.
  const end = (node: unknown): number => (list.flow ? endOf(node) : after(text, node));
  const [a, b, c, d] = [startOf(first), end(first), startOf(second), end(second)];
  return text.slice(0, a) + text.slice(c, d) + text.slice(b, c) + text.slice(a, b) + text.slice(d);
}

function set(
  text: string,
  parent: Collection,
  key: string | number,
  value: unknown,
): string | null {
  const old = isMap(parent) ? pairOf(parent, key)?.value : parent.items[Number(key)];
  if (old === undefined) {
    if (!isMap(parent)) return null;
    const top =
      parent.range?.[0] === 0 ||
      lineStart(text, startOf(parent.items[0])) === startOf(parent.items[0]);
    if (top && !parent.flow && Array.isArray(value) && value.length > 0) {
      const lines = value.map((entry) => `\n  - ${inline(entry)}`).join('');
      return add(text, parent, parent.items.length, `${keyOf(String(key))}:${lines}`);
    }
    return add(text, parent, parent.items.length, `${keyOf(String(key))}: ${inline(value)}`);
  }
  if (!isNode(old) || !old.range) return null;
  const inOneLine = isScalar(old) || (isCollection(old) && old.flow === true);
  if (!inOneLine || old.range[0] === old.range[1]) return null;
  return put(text, old.range[0], old.range[1], inline(value));
}

/** The text with one change. */
export function splice(text: string, document: Document, edit: Edit): string | null {
  if (edit.kind === 'insert' || edit.kind === 'swap') {
    const list = document.getIn(edit.path, true) as Node | undefined;
    if (!isSeq(list)) return insertNew(text, document, edit);
    return edit.kind === 'insert'
      ? add(text, list, edit.at, inline(edit.value))
      : swap(text, list, edit.at);
  }
  const parent = document.getIn(edit.path.slice(0, -1), true) as Node | undefined;
  const key = edit.path.at(-1);
  if (!isCollection(parent) || key === undefined) return null;
  const collection = parent as Collection;
  if (edit.kind === 'set') return set(text, collection, key, edit.value);
  const index = isMap(parent) ? parent.items.indexOf(pairOf(parent, key) as Pair) : Number(key);
  return index < 0 ? null : remove(text, collection, index);
}

/** The first entry of a list that is not there yet. */
function insertNew(text: string, document: Document, edit: Edit): string | null {
  if (edit.kind !== 'insert') return null;
  const parent = document.getIn(edit.path.slice(0, -1), true) as Node | undefined;
  const key = edit.path.at(-1);
  if (!isMap(parent) || key === undefined || pairOf(parent, key)) return null;
  return set(text, parent, key, [edit.value]);
}
