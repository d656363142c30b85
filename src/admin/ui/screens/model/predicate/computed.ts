/** Fields that are computed at the moment of asking: `activity.<type>.count.30d` and others. Pure. */

export type ComputedKind = 'count' | 'daysSince' | 'channels' | 'age' | 'trend';

export interface Computed {
  readonly kind: ComputedKind;
  readonly type: string;
  readonly span: string;
}

const FORMS: readonly (readonly [ComputedKind, RegExp])[] = [
  ['age', /^lead\.ageDays$/],
  ['channels', /^activity\.channels\.(?<span>\d+[hdw])$/],
  ['trend', /^trend\.(?<span>\d+[hdw])$/],
  ['count', /^activity\.(?<type>.+)\.count\.(?<span>\d+[hdw])$/],
  ['daysSince', /^activity\.(?<type>.+)\.daysSince$/],
];

export function readComputed(field: string): Computed | undefined {
  for (const [kind, pattern] of FORMS) {
    const match = pattern.exec(field);
    if (match)
      return { kind, type: match.groups?.type ?? 'page_view', span: match.groups?.span ?? '30d' };
  }
  return undefined;
}

export function writeComputed({ kind, type, span }: Computed): string {
  switch (kind) {
    case 'age':
      return 'lead.ageDays';
    case 'channels':
      return `activity.channels.${span}`;
    case 'trend':
      return `trend.${span}`;
    case 'count':
      return `activity.${type}.count.${span}`;
    case 'daysSince':
      return `activity.${type}.daysSince`;
  }
}
