import { RE2JS } from 're2js';
import { z } from 'zod';
import { messageOf } from '../lib/errors.js';
import { durationSchema } from './duration.js';
import { dateOf } from './values.js';

export type Scalar = string | number | boolean;

/** The operators of one predicate; several mean all of them. */
export interface Operators {
  readonly eq?: Scalar | undefined;
  readonly ne?: Scalar | undefined;
  readonly in?: readonly Scalar[] | undefined;
  readonly notIn?: readonly Scalar[] | undefined;
  readonly inList?: string | undefined;
  readonly contains?: string | number | undefined;
  readonly startsWith?: string | number | undefined;
  readonly endsWith?: string | number | undefined;
  readonly matches?: string | undefined;
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
  readonly between?: readonly [number, number] | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly withinLast?: string | undefined;
  readonly olderThan?: string | undefined;
  readonly exists?: boolean | undefined;
  readonly missing?: boolean | undefined;
}

/** A predicate as written: operators on a field, or a composition. */
export interface PredicateDocument extends Operators {
  readonly field?: string | undefined;
  readonly all?: readonly PredicateDocument[] | undefined;
  readonly any?: readonly PredicateDocument[] | undefined;
  readonly not?: PredicateDocument | undefined;
}

/** A predicate on one value whose name stands outside of it, as in `where: { path: { startsWith: / } }`. */
export type ValuePredicateDocument = Scalar | PredicateDocument;

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const text = z.union([z.string(), z.number()]);

/** An ISO 8601 date or date-time. */
export const dateSchema = z.string().refine((value) => dateOf(value) !== undefined, {
  error: 'expected a date such as 2026-03-01 or 2026-03-01T12:00:00Z',
});

const pattern = z.string().superRefine((value, context) => {
  try {
    RE2JS.compile(value, RE2JS.CASE_INSENSITIVE);
  } catch (thrown) {
    context.addIssue({
      code: 'custom',
      message: `is no RE2 pattern (no look-around, no back-references): ${messageOf(thrown)}`,
    });
  }
});

const operators = {
  eq: scalar.optional(),
  ne: scalar.optional(),
  in: z.array(scalar).optional(),
  notIn: z.array(scalar).optional(),
  inList: z.string().optional(),
  contains: text.optional(),
  startsWith: text.optional(),
  endsWith: text.optional(),
  matches: pattern.optional(),
  gt: z.number().optional(),
  gte: z.number().optional(),
  lt: z.number().optional(),
  lte: z.number().optional(),
  between: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low <= high, {
      error: 'the first number must not be above the second',
    })
    .optional(),
  before: dateSchema.optional(),
  after: dateSchema.optional(),
  withinLast: durationSchema.optional(),
  olderThan: durationSchema.optional(),
  exists: z.boolean().optional(),
  missing: z.boolean().optional(),
};

export const OPERATORS = Object.keys(operators) as readonly (keyof Operators)[];

/** The operators that may be used on a number that is computed. */
export const NUMBER_OPERATORS: readonly (keyof Operators)[] = [
  'eq',
  'ne',
  'in',
  'notIn',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'exists',
  'missing',
];

export function operatorsOf(document: PredicateDocument): readonly (keyof Operators)[] {
  return OPERATORS.filter((operator) => document[operator] !== undefined);
}

function checkForm(
  document: PredicateDocument,
  context: { addIssue(issue: { code: 'custom'; message: string; path?: string[] }): void },
  named: boolean,
): void {
  const say = (message: string, path: string[] = []): void =>
    context.addIssue({ code: 'custom', message, path });
  const compositions = (['all', 'any', 'not'] as const).filter(
    (key) => document[key] !== undefined,
  );
  const used = operatorsOf(document);
  for (const key of ['all', 'any'] as const) {
    if (document[key]?.length === 0) say('is empty: give at least one predicate', [key]);
  }
  const ofField = document.field !== undefined || used.length > 0;
  if (compositions.length + (ofField ? 1 : 0) > 1) {
    say('is several predicates in one: put them into a list under "all"');
  } else if (!ofField && compositions.length === 0) {
    say(`is empty: give ${named ? 'a field and ' : ''}an operator, or all, any, not`);
  } else if (ofField && used.length === 0) {
    say(`has no operator; known: ${OPERATORS.join(', ')}`);
  } else if (named && ofField && document.field === undefined) {
    say('has no "field"');
  }
}

/** Operators on a named field, or a composition of such predicates. */
export const predicateSchema: z.ZodType<PredicateDocument> = z
  .strictObject({
    field: z.string().optional(),
    ...operators,
    all: z.array(z.lazy(() => predicateSchema)).optional(),
    any: z.array(z.lazy(() => predicateSchema)).optional(),
    not: z.lazy(() => predicateSchema).optional(),
  })
  .superRefine((document, context) => checkForm(document, context, true));

const unnamedSchema: z.ZodType<PredicateDocument> = z
  .strictObject({
    ...operators,
    all: z.array(z.lazy(() => unnamedSchema)).optional(),
    any: z.array(z.lazy(() => unnamedSchema)).optional(),
    not: z.lazy(() => unnamedSchema).optional(),
  })
  .superRefine((document, context) => checkForm(document, context, false));

/** Operators without a field, or a plain value, which is short for `eq`. */
export const valuePredicateSchema: z.ZodType<ValuePredicateDocument> = z.union([
  scalar,
  unnamedSchema,
]);
