/** What a mapping is written with, for whoever draws a form for it. */
import { ACTIVITY_CHANNEL, type Channel } from '../lead/activity.js';
import { type FieldType, LEAD_FIELDS } from '../lead/fields.js';
import { TRANSFORMS } from './transforms/index.js';
import { defaultTransform } from './value-source.js';
import { OUTPUTS } from './writes.js';

export interface MappingLanguage {
  readonly transforms: { readonly name: string; readonly type: FieldType }[];
  readonly fields: {
    readonly name: string;
    readonly label: string;
    readonly type: FieldType;
    readonly derived: boolean;
    /** Where a mapping names none. */
    readonly transform: string;
  }[];
  readonly activities: { readonly type: string; readonly channel: Channel }[];
  readonly outputs: string[];
}

export function mappingLanguage(): MappingLanguage {
  return {
    transforms: Object.entries(TRANSFORMS).map(([name, { type }]) => ({ name, type })),
    fields: Object.entries(LEAD_FIELDS).map(([name, { label, type, derived }]) => {
      return { name, label, type, derived: derived ?? false, transform: defaultTransform(name) };
    }),
    activities: Object.entries(ACTIVITY_CHANNEL).map(([type, channel]) => ({ type, channel })),
    outputs: [...OUTPUTS],
  };
}
