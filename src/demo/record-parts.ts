import { OUTPUT_PROPERTIES } from '../accounts/outputs.js';
import type { CrmProperty } from '../admin/api/contract.js';

/** A property that the page shows. */
export type Shown = Pick<CrmProperty, 'name' | 'label' | 'type'> & {
  /** The CRM's own words for its values. */
  readonly words?: Readonly<Record<string, string>>;
};

const TYPES: Readonly<Record<string, CrmProperty['type']>> = {
  number: 'number',
  datetime: 'datetime',
};

/** Those that Plumbline made. `outputName`: what the CRM calls one. */
export function ourProperties(outputName: (logical: string) => string): Shown[] {
  return OUTPUT_PROPERTIES.map((property) => {
    const label = property.label.replace(/^Plumbline /, '');
    const options = property.type === 'list' ? property.options : [];
    return {
      name: outputName(property.name),
      label: label.charAt(0).toUpperCase() + label.slice(1),
      type: TYPES[property.type] ?? 'text',
      words: Object.fromEntries((options ?? []).map((option) => [option.value, option.label])),
    };
  });
}

/** `updatedAt` in milliseconds. */
export function propertyOf(
  { name, label, type, words }: Shown,
  ours: boolean,
  value: string | null,
  updatedAt: number | null,
): CrmProperty {
  return {
    name,
    label,
    type,
    ours,
    value: value === null ? null : (words?.[value] ?? value),
    updatedAt: updatedAt === null ? null : new Date(updatedAt).toISOString(),
  };
}

/** How the line begins by which a task of ours is known from one that a person made, and found again. */
export const MARK = '[plumbline:';

/** The lines of a task's text, without the mark by which it is found again. */
export function withoutMark(lines: readonly string[]): string[] {
  return lines.filter((line) => line !== '' && !line.startsWith(MARK));
}
