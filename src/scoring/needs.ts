/** What the rules of a model need somebody to fill: fields, activity types, channels. */
import { parseComputed } from '../language/computed.js';
import { type PredicateDocument, predicateFields } from '../language/predicate.js';
import type { Model, RuleDocument } from './schema.js';

export interface Needs {
  readonly fields: readonly string[];
  readonly types: readonly string[];
  /** Of idle rules; `any` is left out. */
  readonly channels: readonly string[];
}

/** A part of a model with its place. */
export interface NeedyPart {
  readonly path: readonly (string | number)[];
  readonly id: string;
  /** Each list alone can make the part work: one of its types is enough. */
  readonly needs: Needs;
}

function ofPredicates(predicates: readonly (PredicateDocument | undefined)[]): Needs {
  const fields: string[] = [];
  const types: string[] = [];
  for (const name of predicates.flatMap((one) => (one ? predicateFields(one) : []))) {
    const computed = parseComputed(name);
    if (!computed) fields.push(name);
    else if ('type' in computed) types.push(computed.type);
  }
  return { fields, types, channels: [] };
}

function ofRule(rule: RuleDocument): Needs {
  const { fields, types } = ofPredicates([rule.when, rule.if]);
  const matchers = [...(rule.activity ? [rule.activity] : []), ...(rule.sequence ?? [])];
  const asked = rule.unanswered ? [rule.unanswered.type, rule.unanswered.by].flat() : [];
  const channels = [rule.idle?.channel ?? []].flat().filter((name) => name !== 'any');
  return {
    fields: [...new Set(fields)],
    types: [...new Set([...types, ...matchers.flatMap(({ type }) => [type].flat()), ...asked])],
    channels,
  };
}

/** Rules, disqualifications and segments, in the document's order. */
export function needsOf(model: Model): NeedyPart[] {
  const part = (list: string, index: number, id: string, needs: Needs): NeedyPart => ({
    path: [list, index],
    id,
    needs,
  });
  return [
    ...model.rules.map((rule, index) => part('rules', index, rule.id, ofRule(rule))),
    ...(model.disqualify ?? []).map((entry, index) =>
      part('disqualify', index, entry.id, ofPredicates([entry.when])),
    ),
    ...(model.segments ?? []).map((segment, index) =>
      part('segments', index, segment.id, ofPredicates([segment.when])),
    ),
  ];
}

/** What is there to be scored by. */
export interface Supply {
  readonly fields: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
}

export interface NotSetUp {
  readonly path: readonly (string | number)[];
  readonly id: string;
  /** What nothing fills. */
  readonly missing: readonly {
    readonly kind: 'field' | 'activity' | 'channel';
    readonly name: string;
  }[];
  /** True when so the part can never do anything; false when it can do less than it says. */
  readonly idle: boolean;
}

/** The parts of a model that ask for what nothing in force produces. */
export function notSetUp(model: Model, supply: Supply): NotSetUp[] {
  return needsOf(model).flatMap(({ path, id, needs }) => {
    const missing = [
      ...needs.fields
        .filter((name) => !supply.fields.has(name))
        .map((name) => ({ kind: 'field' as const, name })),
      ...needs.types
        .filter((name) => !supply.types.has(name))
        .map((name) => ({ kind: 'activity' as const, name })),
      ...needs.channels
        .filter((name) => !supply.channels.has(name))
        .map((name) => ({ kind: 'channel' as const, name })),
    ];
    if (missing.length === 0) return [];
    const all = needs.fields.length + needs.types.length + needs.channels.length;
    return [{ path, id, missing, idle: missing.length === all }];
  });
}
