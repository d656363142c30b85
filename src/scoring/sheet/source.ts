/** A model's text with the places of its rules, so that edits leave everything else as it was written. */
import { isMap, isPair, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { RuleDocument } from '../schema.js';

export type Span = readonly [from: number, to: number];

/** A value of the document with its place. */
export interface Placed {
  readonly value: unknown;
  readonly span: Span;
}

/** A key with its value. */
export interface PlacedEntry extends Placed {
  readonly key: string;
  readonly keySpan: Span;
  /** From the key to the end of the value, and of its comment. */
  readonly whole: Span;
}

export interface PlacedRule extends Placed {
  readonly rule: RuleDocument;
  readonly entries: readonly PlacedEntry[];
  /** Written in braces on one line. */
  readonly flow: boolean;
}

export interface ModelSource {
  readonly text: string;
  readonly rules: readonly PlacedRule[];
  /** The list of rules itself. */
  readonly list: Placed & { readonly flow: boolean };
  readonly groups: readonly PlacedEntry[];
  /** Undefined without groups. */
  readonly groupMap: (Placed & { readonly flow: boolean }) | undefined;
  readonly top: readonly PlacedEntry[];
  /** The whole document in braces, as JSON is. */
  readonly flow: boolean;
}

interface Ranged {
  readonly range?: readonly [number, number, number] | null | undefined;
}

/** Where a node ends without the blanks and line ends that a block takes along. */
function spanOf(node: Ranged | null, text: string): Span {
  const [from = 0, to = 0] = node?.range ?? [];
  return [from, from + text.slice(from, to).trimEnd().length];
}

function entriesOf(map: YAMLMap, text: string): PlacedEntry[] {
  return map.items.filter(isPair).map((pair) => {
    const key = pair.key as Ranged & { readonly value?: unknown };
    const value = pair.value as (Ranged & { toJSON?(): unknown }) | null;
    const keySpan = spanOf(key, text);
    const span = value?.range ? spanOf(value, text) : ([keySpan[1], keySpan[1]] as const);
    return {
      key: String(key.value ?? ''),
      keySpan,
      value: value?.toJSON?.() ?? null,
      span,
      whole: [keySpan[0], span[1]],
    };
  });
}

/** Reads the places of a model that loads. */
export function readSource(text: string): ModelSource {
  const document = parseDocument(text);
  const root = document.contents;
  if (!isMap(root)) throw new Error('a model is a map');
  const list = root.get('rules') as YAMLSeq;
  if (!isSeq(list)) throw new Error('a model has a list of rules');
  const groups = root.get('groups');
  return {
    text,
    flow: root.flow === true,
    top: entriesOf(root, text),
    list: { value: null, span: spanOf(list, text), flow: list.flow === true },
    rules: list.items.filter(isMap).map((item) => ({
      value: null,
      rule: item.toJSON() as RuleDocument,
      span: spanOf(item, text),
      entries: entriesOf(item, text),
      flow: item.flow === true,
    })),
    groups: isMap(groups) ? entriesOf(groups, text) : [],
    groupMap: isMap(groups)
      ? { value: null, span: spanOf(groups, text), flow: groups.flow === true }
      : undefined,
  };
}

/** The end of the line that a place is in, before its line end. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  const stop = end === -1 ? text.length : end;
  return text[stop - 1] === '\r' && stop > at ? stop - 1 : stop;
}

/** The start of the line that a place is in. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

const COMMENT = /^\s*#\s*(.*?)\s*$/;

/** The comment behind a place on its line; empty without one. */
export function commentAfter(text: string, at: number): string {
  return COMMENT.exec(text.slice(at, lineEnd(text, at)))?.[1] ?? '';
}

/** Where the comment of a rule stands: behind its braces, or behind its label where that is on one line. */
export function commentPlace(
  { flow, span, entries }: PlacedRule,
  text: string,
): number | undefined {
  if (flow) return span[1];
  const label = entries.find(({ key }) => key === 'label');
  return label && !/[|>]/.test(text.charAt(label.span[0])) ? label.span[1] : undefined;
}

/** Replacements in a text, applied at once; places are those of the text before. */
export class Edits {
  readonly #edits: { readonly span: Span; readonly text: string }[] = [];

  replace(span: Span, text: string): void {
    this.#edits.push({ span, text });
  }

  insert(at: number, text: string): void {
    this.replace([at, at], text);
  }

  /** Those of one place in the order in which they were made. */
  apply(text: string): string {
    const sorted = [...this.#edits].sort((a, b) => a.span[0] - b.span[0]);
    let result = '';
    let at = 0;
    for (const { span, text: put } of sorted) {
      result += text.slice(at, span[0]) + put;
      at = Math.max(at, span[1]);
    }
    return result + text.slice(at);
  }
}
