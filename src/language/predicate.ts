import { Cell } from './cell.js';
import type { CellTest, Lists, Truth } from './operators.js';
import { compileOperators } from './operators.js';
import type { PredicateDocument, Scalar, ValuePredicateDocument } from './predicate-schema.js';

export { Cell } from './cell.js';
export type { CellTest, Lists, Truth } from './operators.js';
export type {
  Operators,
  PredicateDocument,
  Scalar,
  ValuePredicateDocument,
} from './predicate-schema.js';
export { predicateSchema, valuePredicateSchema } from './predicate-schema.js';

/** What a predicate may ask about. */
export interface Facts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The value of a field, `undefined` when it is missing. */
  get(path: string): unknown;
}

export type Predicate<F = Facts> = (facts: F) => Truth;

/** Compiles a checked predicate to a function of facts; null is unknown. */
export function compilePredicate(
  document: PredicateDocument,
  options: { readonly lists: Lists },
): Predicate {
  const cells: { readonly path: string; readonly cell: Cell }[] = [];
  const holds = compileOnCells(document, options.lists, (path) => {
    const cell = new Cell();
    cells.push({ path, cell });
    return cell;
  });
  return (facts) => {
    for (const { path, cell } of cells) cell.load(facts.get(path));
    return holds(facts.now);
  };
}

/** A predicate whose values stand in cells that it knows, asked as of a moment. */
export type CellPredicate = (now: number) => Truth;

/** As `compilePredicate`, for values that already stand in cells: `cellOf` finds the cell of a name once. */
export function compileOnCells(
  document: PredicateDocument,
  lists: Lists,
  cellOf: (path: string) => Cell,
): CellPredicate {
  const parts = (list: readonly PredicateDocument[]): CellPredicate[] =>
    list.map((part) => compileOnCells(part, lists, cellOf));
  if (document.all) return allOf(parts(document.all));
  if (document.any) return anyOf(parts(document.any));
  if (document.not) return negate(compileOnCells(document.not, lists, cellOf));
  const cell = cellOf(document.field ?? '');
  const test = compileOperators(document, lists);
  return (now) => test(cell, now);
}

/** Compiles a predicate on one value that is handed in; a plain value means equal to it. */
export function compileValuePredicate(document: ValuePredicateDocument, lists: Lists): CellTest {
  if (typeof document !== 'object') return compileOperators({ eq: document }, lists);
  const parts = (list: readonly PredicateDocument[]): CellTest[] =>
    list.map((part) => compileValuePredicate(part, lists));
  if (document.all) return allOf(parts(document.all));
  if (document.any) return anyOf(parts(document.any));
  if (document.not) return negate(compileValuePredicate(document.not, lists));
  return compileOperators(document, lists);
}

type Test<A extends readonly unknown[]> = (...input: A) => Truth;

/** False wins over unknown, unknown over true. */
function allOf<A extends readonly unknown[]>(parts: readonly Test<A>[]): Test<A> {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return (...input) => {
    let result: Truth = true;
    for (const part of parts) {
      const truth = part(...input);
      if (truth === false) return false;
      if (truth === null) result = null;
    }
    return result;
  };
}

/** True wins over unknown, unknown over false. */
function anyOf<A extends readonly unknown[]>(parts: readonly Test<A>[]): Test<A> {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return (...input) => {
    let result: Truth = false;
    for (const part of parts) {
      const truth = part(...input);
      if (truth === true) return true;
      if (truth === null) result = null;
    }
    return result;
  };
}

function negate<A extends readonly unknown[]>(part: Test<A>): Test<A> {
  return (...input) => {
    const truth = part(...input);
    return truth === null ? null : !truth;
  };
}

/** Every leaf of a predicate with the path to it inside the document. */
export function* predicateLeaves(
  document: PredicateDocument,
  path: readonly (string | number)[] = [],
): Generator<{ readonly leaf: PredicateDocument; readonly path: readonly (string | number)[] }> {
  for (const key of ['all', 'any'] as const) {
    for (const [index, part] of (document[key] ?? []).entries()) {
      yield* predicateLeaves(part, [...path, key, index]);
    }
  }
  if (document.not) yield* predicateLeaves(document.not, [...path, 'not']);
  if (!document.all && !document.any && !document.not) yield { leaf: document, path };
}

/** The names of the fields a predicate asks about, each once. */
export function predicateFields(document: PredicateDocument): string[] {
  const names = [...predicateLeaves(document)].map(({ leaf }) => leaf.field ?? '');
  return [...new Set(names.filter((name) => name !== ''))];
}

/** A named list by its entries. */
export function listsOf(lists: Readonly<Record<string, readonly Scalar[]>>): Lists {
  return new Map(Object.entries(lists));
}
