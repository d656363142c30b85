/** Another name for a rule, a group or a dimension, followed by everything in the document that names it. */
import { editText, plainValue } from './edit.js';
import type { Edit, Path } from './edits.js';
import { entriesOf, type Json, listOf, mapOf } from './model.js';
import { renameKey } from './rename-key.js';

export type Renamed = 'rule' | 'group' | 'dimension';

interface Places {
  /** Values that are the name. */
  readonly values: readonly Path[];
  /** Keys that are the name, deeper ones first: their paths stay true while others change. */
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

/** Comments and layout stay. Null where one of the names cannot be changed: then nothing is. */
export function renameIn(text: string, what: Renamed, from: string, to: string): string | null {
  const { values, keys } = PLACES[what](mapOf(plainValue(text)), from);
  const edits = values.map((path): Edit => ({ kind: 'set', path, value: to }));
  return keys.reduce<string | null>(
    (now, path) => now && renameKey(now, path, to),
    editText(text, edits),
  );
}
