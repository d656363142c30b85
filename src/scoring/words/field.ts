import { parseComputed } from '../../language/computed.js';
import type { CompanyCount } from '../../lead/company-activity.js';
import { LEAD_FIELDS } from '../../lead/fields.js';
import { spanWords } from './plain.js';

/** `demo_request` -> `demo request`; `custom:quiz` -> `quiz`. */
export function activityWords(type: string): string {
  return type.replace(/^custom:/, '').replaceAll('_', ' ');
}

/** A field of a lead as it stands in a sentence: `company employees`. */
export function fieldWords(name: string): string {
  const known = Object.hasOwn(LEAD_FIELDS, name) ? LEAD_FIELDS[name] : undefined;
  if (known) {
    const plain = known.label.replace(/ \(.*\)$/, '');
    return plain.charAt(0).toLowerCase() + plain.slice(1);
  }
  return computedWords(name) ?? name.replace(/^custom\./, '').replaceAll('_', ' ');
}

const COMPANY_WORDS: Readonly<Record<CompanyCount, string>> = {
  people: 'the number of people known at the company',
  active: 'the number of people at the company who were active in the last 30 days',
  activities: 'the number of activities at the company in the last 30 days',
};

function computedWords(name: string): string | undefined {
  const field = parseComputed(name);
  const span = (): string => spanWords(name.slice(name.lastIndexOf('.') + 1));
  switch (field?.kind) {
    case 'count':
      return `the number of activities "${activityWords(field.type)}" in the last ${span()}`;
    case 'days-since':
      return `the number of days since the last "${activityWords(field.type)}"`;
    case 'channels':
      return `the number of channels used in the last ${span()}`;
    case 'age-days':
      return 'the age of the lead in days';
    case 'contacted-by':
      return 'who contacted the lead last';
    case 'company':
      return COMPANY_WORDS[field.count];
    case 'trend':
      return `the change of the total over the last ${span()}`;
    case undefined:
      return undefined;
  }
}
