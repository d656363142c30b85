import type { Condition, Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import { malformed } from './query-refusal.js';

/** A condition of the parser with a field, an operator and a value or a sub-query. */
export type Leaf = Extract<Condition, { field: string }> | SubqueryLeaf;
export interface SubqueryLeaf {
  readonly field: string;
  readonly operator: string;
  readonly valueQuery: Query;
}

export type Tree =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'not'; readonly of: Tree }
  | { readonly kind: 'and' | 'or'; readonly list: readonly Tree[] };

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Leaf;

/**
 * The tree of a where clause, by SOQL's grammar: AND and OR are not mixed without parentheses, and NOT
 * stands before one condition or parenthesis and alone in its parentheses.
 */
export function whereTree(where: WhereClause): Tree {
  const tokens = tokensOf(where);
  let at = 0;
  const simple = (): Tree => {
    const token = tokens[at];
    at += 1;
    if (token === '(') {
      const inner = expression();
      if (tokens[at] !== ')') throw malformed(`unexpected token: '${word(tokens[at])}'`);
      at += 1;
      return inner;
    }
    if (typeof token === 'object') return { kind: 'leaf', leaf: token };
    throw malformed(`unexpected token: '${word(token)}'`);
  };
  const expression = (): Tree => {
    if (tokens[at] === 'NOT') {
      at += 1;
      return { kind: 'not', of: simple() };
    }
    const list = [simple()];
    const operator = tokens[at];
    if (operator !== 'AND' && operator !== 'OR') return list[0] as Tree;
    while (tokens[at] === operator) {
      at += 1;
      list.push(simple());
    }
    return { kind: operator === 'AND' ? 'and' : 'or', list };
  };
  const tree = expression();
  if (at < tokens.length) throw malformed(`unexpected token: '${word(tokens[at])}'`);
  return tree;
}

function word(token: Token | undefined): string {
  if (token === undefined) return '<EOF>';
  return typeof token === 'string' ? token : token.field;
}

function tokensOf(where: WhereClause): Token[] {
  const tokens: Token[] = [];
  let clause: WhereClause | undefined = where;
  while (clause) {
    const { left } = clause;
    for (let open = left?.openParen ?? 0; open > 0; open -= 1) tokens.push('(');
    if (left && 'field' in left) tokens.push(left as Leaf);
    else if (left && 'fn' in left) throw malformed('functions are not supported in a filter');
    const close = left && 'closeParen' in left ? (left.closeParen ?? 0) : 0;
    for (let count = close; count > 0; count -= 1) tokens.push(')');
    if (!('operator' in clause)) break;
    tokens.push(clause.operator as Token);
    clause = clause.right;
  }
  return tokens;
}
