/** What a list of leads can be narrowed by. */
import { bandsOf } from '../../scoring/bands.js';
import type { Model } from '../../scoring/schema.js';
import type { Queryable } from '../../store/pool.js';
import { readOwnerNames } from './page.js';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** More different values than this are not offered; the list takes any all the same. */
const MOST = 300;

const choice = (value: string): Choice => ({ value, label: value });

/** Every grade that a model can give: one letter a table, the best first. */
function gradesOf({ grades = {} }: Pick<Model, 'grades'>): string[] {
  const letters = Object.values(grades).map((table) =>
    Object.entries(table)
      .sort(([, a], [, b]) => b - a)
      .map(([letter]) => letter),
  );
  if (letters.length === 0) return [];
  return letters.reduce(
    (made, next) => made.flatMap((one) => next.map((letter) => one + letter)),
    [''],
  );
}

/** What the model itself offers. */
export function modelChoices(model: Model): Record<'bands' | 'grades' | 'segments', Choice[]> {
  return {
    bands: bandsOf(model).map(choice),
    grades: gradesOf(model).map(choice),
    segments: (model.segments ?? []).map(({ id, label }) => ({ value: id, label: label ?? id })),
  };
}

/** The different values of an indexed column, one step along its index for each. */
async function differentValues(
  db: Queryable,
  workspace: number,
  column: 'source' | 'country' | 'owner',
): Promise<string[]> {
  const first = (after: string): string =>
    `(select ${column} from leads where workspace = $1 and ${column} > ${after} order by ${column} limit 1)`;
  const { rows } = await db.query<{ value: string }>(
    `with recursive step as (
       select ${first("''")} as value union all
       select ${first('step.value')} from step where step.value is not null)
     select value from step where value is not null limit ${MOST}`,
    [workspace],
  );
  return rows.map(({ value }) => value);
}

export async function readChoices(
  db: Queryable,
  workspace: number,
): Promise<Record<'owners' | 'sources' | 'countries', Choice[]>> {
  const [owners, sources, countries] = [
    await differentValues(db, workspace, 'owner'),
    await differentValues(db, workspace, 'source'),
    await differentValues(db, workspace, 'country'),
  ];
  const names = await readOwnerNames(db, workspace, owners);
  return {
    owners: owners
      .map((owner) => ({ value: owner, label: names.get(owner) ?? owner }))
      .sort((a, b) => a.label.localeCompare(b.label)),
    sources: sources.map(choice),
    countries: countries.map(choice),
  };
}
