/** Operators of predicates: which input each takes, and what it begins with. Pure. */

export type OperandKind =
  | 'value'
  | 'values'
  | 'text'
  | 'number'
  | 'range'
  | 'date'
  | 'duration'
  | 'list'
  | 'none';

export type FieldKind = 'text' | 'number' | 'date' | 'boolean' | 'list';

const KINDS: Readonly<Record<string, OperandKind>> = {
  eq: 'value',
  ne: 'value',
  in: 'values',
  notIn: 'values',
  inList: 'list',
  contains: 'text',
  startsWith: 'text',
  endsWith: 'text',
  matches: 'text',
  gt: 'number',
  gte: 'number',
  lt: 'number',
  lte: 'number',
  between: 'range',
  before: 'date',
  after: 'date',
  withinLast: 'duration',
  olderThan: 'duration',
  exists: 'none',
  missing: 'none',
};

export const OPERATORS = Object.keys(KINDS);
/** Of attributes of activities: they have no type. */
export const ATTRIBUTE_OPERATORS = [
  'eq',
  'ne',
  'in',
  'notIn',
  'inList',
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'gte',
  'lte',
  'exists',
  'missing',
];
export const NUMBER_OPERATORS = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'exists',
  'missing',
];

export function operandKind(operator: string): OperandKind {
  return KINDS[operator] ?? 'value';
}

const TODAY_LENGTH = 10;

/** What an operator begins with; where it can, it takes over the operand before it. */
export function startOf(
  operator: string,
  before: unknown,
  type: FieldKind,
  today: string,
): unknown {
  const single = Array.isArray(before) ? before[0] : before;
  switch (operandKind(operator)) {
    case 'none':
      return true;
    case 'value':
      if (type === 'boolean') return typeof single === 'boolean' ? single : true;
      if (type === 'number') return typeof single === 'number' ? single : 0;
      return single === undefined || typeof single === 'boolean' ? '' : single;
    case 'values':
      return Array.isArray(before) ? before : usable(single) ? [single] : [];
    case 'text':
      return typeof single === 'string' ? single : '';
    case 'number':
      return typeof single === 'number' ? single : 0;
    case 'range':
      return typeof single === 'number' ? [single, single] : [0, 100];
    case 'date':
      return typeof single === 'string' && /^\d{4}-/.test(single)
        ? single
        : today.slice(0, TODAY_LENGTH);
    case 'duration':
      return typeof single === 'string' && /^\d+[hdw]$/.test(single) ? single : '30d';
    case 'list':
      return typeof single === 'string' ? single : '';
  }
}

function usable(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

/** A typed text as the document should have it: a number for a field of numbers. */
export function scalarOf(text: string, type: FieldKind): string | number {
  return type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))
    ? Number(text)
    : text;
}
