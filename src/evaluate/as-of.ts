/** Leads as they were at a moment in the past: what a scorer is given of them, rebuilt. */
import type { ScoreInput } from '../scoring/types.js';
import { readCountStarts } from '../store/as-of.js';
import { activitiesOnce, MOST_DEALS } from '../store/lead-facts.js';
import type { Queryable } from '../store/pool.js';
import { fieldsOf, scoreInput } from './evaluate.js';
import type { Past } from './past.js';
import { companiesAsOf } from './past-company.js';
import { firstCompany } from './past-records.js';
import { readSources } from './past-sources.js';

export interface LeadAsOf {
  readonly lead: number;
  readonly input: ScoreInput;
  /**
   * From when on the history behind the input is complete, milliseconds; 0 for always, null when it is not
   * yet. Before that, values may be missing that were there.
   */
  readonly completeFrom: number | null;
}

/**
 * What a scorer is given of each lead as of the moment of `past`; a lead of whom no record existed then is
 * left out. A link, and a value that came without its history, counts from when it was first known to
 * hold.
 */
export async function leadsAsOf(
  db: Queryable,
  past: Past,
  leads: readonly number[],
): Promise<LeadAsOf[]> {
  const { workspace, moment, mappings, restarts, complete } = past;
  const sources = await readSources(db, past, leads);
  const starts = await readCountStarts(db, workspace, leads, restarts, moment.at);
  const found = leads.flatMap((lead) => {
    const person = sources.person(lead);
    if (!person) return [];
    const [company] = person.standing.flatMap(
      (record) => firstCompany(sources.linked([record], 'companies'))?.fact ?? [],
    );
    return [{ lead, person, company }];
  });
  const companies = new Set(found.flatMap(({ company }) => company?.id ?? []));
  const active = await companiesAsOf(db, past, companies);
  return found.map(({ lead, person, company }) => {
    const { persons, standing, merged } = person;
    const deals = standing.flatMap((record) => {
      const same = merged.filter(
        ({ account, object }) => account === record.account && object === record.object,
      );
      const linked = sources.linked([record, ...same], 'deals');
      return linked.slice(0, MOST_DEALS).map(({ fact }) => fact);
    });
    const activities = [...standing, ...merged]
      .flatMap((record) => sources.activities(record))
      .map(({ identity: id, type, at, attributes }) => ({ id, type, occurredAt: at, attributes }));
    const { fields } = fieldsOf({ persons, company, deals }, { mappings });
    const input = scoreInput(
      {
        lead: { id: lead, countFrom: starts.get(lead) ?? null },
        persons,
        activities: activitiesOnce(activities),
        companyActivity: company && active.get(company.id),
      },
      fields,
      { mappings },
    );
    const from = persons.map(({ account }) => complete.get(account) ?? null);
    const known = from.filter((one) => one !== null);
    const completeFrom = known.length < from.length ? null : Math.max(0, ...known);
    return { lead, input, completeFrom };
  });
}
