/** What of a lead is personal, and what may stand in its place in an example. */
import type { ExampleDocument, Model } from './schema.js';

const PERSONAL: Readonly<Record<string, string>> = {
  'name.first': 'First',
  'name.last': 'Last',
  phone: '+10000000000',
  owner: 'owner',
  'company.name': 'A company',
  'company.domain': 'company.example',
};

export function isPersonal(field: string): boolean {
  return field === 'email' || Object.hasOwn(PERSONAL, field);
}

/** What may stand for a personal value, the most general first; a person's name or number never stays. */
export function generalised(field: string, value: unknown): readonly unknown[] {
  if (field === 'email') {
    const domain = String(value).split('@').at(-1) ?? '';
    return ['person@company.example', `person@${domain}`];
  }
  const general = PERSONAL[field];
  return field.startsWith('company.') ? [general, value] : [general];
}

/** An address without what may say who somebody is. */
function bare(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replace(/[?#].*$/s, '').replace(/[^\s/@]+@[^\s/@]+/g, 'person@company.example');
}

/** Only the attributes that the model looks at. */
export function plainAttributes(
  model: Model,
  type: string,
  attributes: Readonly<Record<string, unknown>>,
): Pick<NonNullable<ExampleDocument['activities']>[number], 'attributes'> {
  const names = new Set<string>(type.startsWith('custom:') ? ['channel'] : []);
  for (const { activity, sequence, unanswered } of model.rules) {
    for (const matcher of [...(activity ? [activity] : []), ...(sequence ?? [])]) {
      if ([matcher.type].flat().includes(type)) {
        for (const name of Object.keys(matcher.where ?? {})) names.add(name);
      }
    }
    if (unanswered && [unanswered.type, unanswered.by].flat().includes(type)) names.add('message');
  }
  const kept = [...names].flatMap((name) => {
    const value = attributes[name];
    return value === undefined || value === null ? [] : [[name, bare(value)] as const];
  });
  return kept.length === 0 ? {} : { attributes: Object.fromEntries(kept) };
}
