/** Another name for a rule, a group or a dimension, followed by everything in the document that names it. */
import { type Document, isMap, isScalar, parseDocument, stringify } from 'yaml';
import { plainValue } from './edit.js';
import type { Path } from './edits.js';
import { deepEqual } from './equal.js';
import { entriesOf, type Json, listOf, mapOf } from './model.js';

export type Renamed = 'rule' | 'group' | 'dimension';

interface Places {
  /** Values that are the name. */
  readonly values: readonly Path[];
  /** Keys that are the name, as the last part of their paths. */
  readonly keys: readonly Path[];
}

const has = (value: unknown, key: string): boolean => Object.hasOwn(mapOf(value), key);

/** The entries of a list of maps whose `key` is the name. */
function named(list: unknown, path: Path, key: string, name: string): Path[] {
  return entriesOf(list)
    .filter(({ entry }) => entry[key] === name)
    .map(({ index }) => [...path, index, key]);
}

/** Where a map inside each entry of a list has the name as a key. */
function keyed(list: unknown, path: Path, inside: readonly string[], name: string): Path[] {
  return entriesOf(list)
    .filter(({ entry }) =>
      has(
        inside.reduce<unknown>((map, key) => mapOf(map)[key], entry),
        name,
      ),
    )
    .map(({ index }) => [...path, index, ...inside, name]);
}

function placesOfRule(model: Json, name: string): Places {
  const disqualify = entriesOf(model.disqualify).flatMap(({ index, entry }) =>
    ['all', 'any'].flatMap((join) =>
      listOf(mapOf(entry.rules)[join]).flatMap((id, at) =>
        id === name ? [['disqualify', index, 'rules', join, at]] : [],
      ),
    ),
  );
  const reasons = entriesOf(model.examples).flatMap(({ index, entry }) => {
    const path = ['examples', index, 'expect', 'reasons'];
    return named(mapOf(entry.expect).reasons, path, 'rule', name);
  });
  return {
    values: [...named(model.rules, ['rules'], 'id', name), ...disqualify, ...reasons],
    keys: keyed(model.segments, ['segments'], ['rules'], name),
  };
}

function placesOfGroup(model: Json, name: string): Places {
  return {
    values: named(model.rules, ['rules'], 'group', name),
    keys: has(model.groups, name) ? [['groups', name]] : [],
  };
}

function placesOfDimension(model: Json, name: string): Places {
  const groups = Object.entries(mapOf(model.groups))
    .filter(([, group]) => mapOf(group).dimension === name)
    .map(([group]) => ['groups', group, 'dimension']);
  const maps = [['total', 'weights'], ['grades'], ['dimensions']].filter((path) =>
    has(
      path.reduce<unknown>((map, key) => mapOf(map)[key], model),
      name,
    ),
  );
  return {
    values: [...named(model.rules, ['rules'], 'dimension', name), ...groups],
    keys: [
      ...keyed(model.segments, ['segments'], ['grades'], name),
      ...keyed(model.examples, ['examples'], ['expect', 'dimensions'], name),
      ...maps.map((path) => [...path, name]),
    ],
  };
}

const PLACES = { rule: placesOfRule, group: placesOfGroup, dimension: placesOfDimension };

/** The scalar that is the key at a path. */
function keyAt(document: Document, path: Path): unknown {
  const map = document.getIn(path.slice(0, -1), true);
  if (!isMap(map)) return undefined;
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1))?.key;
}

/** Comments and layout stay. Null where one of the names cannot be changed: then nothing is. */
export function renameIn(text: string, what: Renamed, from: string, to: string): string | null {
  const value = plainValue(text);
  if (value === undefined) return text;
  const document = parseDocument(text, { prettyErrors: false });
  const { values, keys } = PLACES[what](mapOf(value), from);
  if (keys.some((path) => document.hasIn([...path.slice(0, -1), to]))) return null;
  const found = [
    ...values.map((path) => document.getIn(path, true)),
    ...keys.map((path) => keyAt(document, path)),
  ];
  const names = [...new Set(found)].flatMap((node) =>
    isScalar(node) && node.range ? [{ node, start: node.range[0], end: node.range[1] }] : [],
  );
  if (names.length < found.length) return null;
  const written = stringify(to).trim();
  let renamed = text;
  // From the end, so that the places before stay where they are.
  for (const { node, start, end } of names.sort((a, b) => b.start - a.start)) {
    renamed = renamed.slice(0, start) + written + renamed.slice(end);
    node.value = to;
  }
  return deepEqual(plainValue(renamed), document.toJS()) ? renamed : null;
}
