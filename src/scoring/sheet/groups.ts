/** Journey stages as the groups of a model. */
import { fold } from '../../lib/fold.js';
import { inline } from './activity-cell.js';
import { groupName } from './names.js';
import { commentAfter, type Edits, lineEnd, lineStart, type ModelSource } from './source.js';
import type { SheetEntry } from './types.js';

/** The group's name as people wrote it: behind a name that could not be spelt so, the stage is its comment. */
export function stageOf(group: string, { groups, text }: ModelSource): string {
  const placed = groups.find(({ key }) => key === group);
  const comment = placed ? commentAfter(text, placed.span[1]) : '';
  return comment !== '' && groupName(comment) === group ? comment : group;
}

/**
 * Adds a group for every stage that has none yet.
 * @returns the group of a stage; undefined for no stage
 */
export function placeGroups(
  source: ModelSource,
  entries: readonly SheetEntry[],
  dimension: () => string,
  edits: Edits,
  newline: string,
): (stage: string) => string | undefined {
  const names = new Map(source.groups.map(({ key }) => [fold(key), key]));
  const fresh = new Map<string, string>();
  for (const { stage } of entries) {
    const name = groupName(stage);
    if (stage === '' || names.has(fold(name))) continue;
    names.set(fold(name), name);
    fresh.set(name, stage);
  }
  if (fresh.size > 0) insert(source, fresh, dimension(), edits, newline);
  return (stage) => (stage === '' ? undefined : names.get(fold(groupName(stage))));
}

function insert(
  { text, top, flow, groups, groupMap }: ModelSource,
  fresh: ReadonlyMap<string, string>,
  dimension: string,
  edits: Edits,
  newline: string,
): void {
  const value = inline({ dimension });
  const inBraces = [...fresh.keys()].map((name) => `"${name}": ${value}`).join(', ');
  const lines = (indent: string): string[] =>
    [...fresh].map(([name, stage]) => {
      const comment = name === stage ? '' : ` # ${stage}`;
      return `${indent}${name}: ${value}${comment}`;
    });
  const last = groups.at(-1);
  if (groupMap?.flow) {
    edits.insert(groupMap.span[1] - 1, `${last ? ', ' : ''}${inBraces} `);
  } else if (last) {
    const indent = text.slice(lineStart(text, last.keySpan[0]), last.keySpan[0]);
    const put = lines(indent).map((line) => newline + line);
    edits.insert(lineEnd(text, last.span[1]), put.join(''));
  } else {
    const at = top.find(({ key }) => key === 'rules')?.keySpan[0] ?? 0;
    const block = ['groups:', ...lines('  '), '', ''].join(newline);
    edits.insert(at, flow ? `"groups": { ${inBraces} }, ` : block);
  }
}
