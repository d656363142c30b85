import { CONTACT_TYPES } from '../lead/contact.js';
import type { MatcherDocument, Model } from './schema.js';

/**
 * The types of activities of which a model, or a fact about who contacted the lead, reads more than that
 * they happened and when. Of the others attributes need not be at hand; a custom type's name its channel
 * and always must.
 */
export function attributeTypes({ rules }: Pick<Model, 'rules'>): ReadonlySet<string> {
  const matchers = rules.flatMap(({ activity, sequence = [] }): MatcherDocument[] =>
    activity ? [activity, ...sequence] : [...sequence],
  );
  const filtered = matchers.filter(({ where }) => where !== undefined).map(({ type }) => type);
  const answered = rules.flatMap(({ unanswered }) =>
    unanswered ? [unanswered.type, unanswered.by] : [],
  );
  return new Set([...CONTACT_TYPES, ...filtered.flat(), ...answered.flat()]);
}
