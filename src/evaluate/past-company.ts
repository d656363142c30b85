/** The people of companies at a moment in the past. */
import { channelOf } from '../lead/activity.js';
import type { CompanyAct, CompanyActivity } from '../lead/company-activity.js';
import { readCompanyLeads } from '../store/as-of.js';
import type { Queryable } from '../store/pool.js';
import type { Past } from './past.js';
import { type PersonThen, readSources, type Sources } from './past-sources.js';

/** Leads looked at together. */
const BATCH = 250;

/** Of the same act told twice the later telling counts, as for a present score. */
function actsOf(lead: number, person: PersonThen, sources: Sources, since: number): CompanyAct[] {
  const times = new Map<string, number>();
  for (const record of [...person.standing, ...person.merged]) {
    for (const { identity, type, at, attributes } of sources.activities(record)) {
      if (at <= since || channelOf(type, attributes) === 'none') continue;
      times.set(identity, Math.max(at, times.get(identity) ?? at));
    }
  }
  return [...times.values()].map((at) => ({ person: lead, at }));
}

/**
 * Who stood at these companies (records, by their ids) and what they had done, as far as it had happened by
 * the moment of `past`, or had been learnt. Nothing where its model does not ask for it.
 */
export async function companiesAsOf(
  db: Queryable,
  past: Past,
  companies: ReadonlySet<number>,
): Promise<Map<number, CompanyActivity>> {
  const found = new Map<number, { people: number; acts: CompanyAct[] }>();
  const { workspace, moment, companySpan } = past;
  if (companySpan === null || companies.size === 0) return found;
  const leads = await readCompanyLeads(db, workspace, [...companies]);
  for (let from = 0; from < leads.length; from += BATCH) {
    const batch = leads.slice(from, from + BATCH);
    const sources = await readSources(db, past, batch);
    for (const lead of batch) {
      const person = sources.person(lead);
      if (!person) continue;
      const own = new Set(
        person.standing
          .flatMap((record) => sources.linked([record], 'companies'))
          .map(({ fact }) => fact.id),
      );
      const acts = actsOf(lead, person, sources, moment.at - companySpan);
      for (const id of own) {
        if (!companies.has(id)) continue;
        const company = found.get(id) ?? { people: 0, acts: [] };
        found.set(id, company);
        company.people += 1;
        company.acts.push(...acts);
      }
    }
  }
  return found;
}
