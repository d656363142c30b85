/** Random models and leads for comparing the scorer with the oracle. */
import fc from 'fast-check';
import type { Activity } from '../../src/lead/activity.js';
import type { ScoreInput } from '../../src/scoring/types.js';
import { DAY, HOUR, NOW } from './support.js';

type Doc = Record<string, unknown>;

const duration = fc.constantFrom('36h', '7h', '1d', '3d', '7d', '2w', '30d', '45d');
const size = fc.oneof(
  fc.integer({ min: -20, max: 40 }),
  fc.integer({ min: -2000, max: 4000 }).map((n) => n / 100),
);
// Some more often than others, so that rules meet several of one day.
const types = [
  'page_view',
  'page_view',
  'page_view',
  'page_view',
  'email_open',
  'email_sent',
  'demo_request',
  'custom:quiz',
  'chat',
];
const type = fc.oneof(
  fc.constantFrom(...types),
  fc.uniqueArray(fc.constantFrom(...new Set(types)), { minLength: 1, maxLength: 3 }),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

/** An object without the keys that are undefined. */
const object = (of: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Doc> =>
  fc
    .record(of)
    .map((doc) =>
      Object.fromEntries(Object.entries(doc).filter(([, value]) => value !== undefined)),
    );

const textOperators = fc.oneof(
  object({ eq: fc.constantFrom('FI', ' fi ', 'se', 50, '50.0', true) }),
  object({ ne: fc.constantFrom('fi', 50) }),
  object({ in: fc.constant(['FI', 'vp', 50]) }),
  object({ notIn: fc.constant(['FI', 120]) }),
  object({ inList: fc.constantFrom('places', 'numbers', 'nothing') }),
  object({ contains: fc.constantFrom('i', 'vp', '5') }),
  object({ startsWith: fc.constantFrom('f', '/p', 's') }),
  object({ endsWith: fc.constantFrom('i', 'e') }),
  object({ matches: fc.constantFrom('^f', 'i$', '[0-9]+', '/p') }),
  object({ exists: fc.boolean() }),
  object({ missing: fc.constant(true) }),
);
const numberOperators = fc.oneof(
  object({ gte: fc.integer({ min: 0, max: 200 }), lt: maybe(fc.constant(150)) }),
  object({ gt: fc.constantFrom(0, 1, 2.5, 50) }),
  object({ lte: fc.constantFrom(0, 3, 119.5) }),
  object({ between: fc.constant([1, 120]) }),
  object({ eq: fc.constantFrom(0, 1, 2, 50) }),
  object({ in: fc.constant([0, 2, 50]) }),
  object({ exists: fc.boolean() }),
);
const dateOperators = fc.oneof(
  object({ withinLast: duration }),
  object({ olderThan: duration }),
  object({ before: fc.constantFrom('2026-02-20', '2026-03-01T12:00:00Z') }),
  object({ after: fc.constantFrom('2026-02-20', '2026-02-25T10:00:00') }),
);
const leaf = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('country', 'seniority', 'company.employees', 'custom.tags'),
      textOperators,
    )
    .map(([field, rest]) => ({ field, ...rest })),
  fc
    .tuple(
      fc.constantFrom(
        'company.employees',
        'custom.tags',
        'activity.page_view.count.7d',
        'activity.custom:quiz.count.36h',
        'activity.email_open.daysSince',
        'activity.channels.7d',
        'lead.ageDays',
      ),
      numberOperators,
    )
    .map(([field, rest]) => ({ field, ...rest })),
  fc
    .tuple(fc.constantFrom('lastContactedAt', 'createdAt', 'custom.tags'), dateOperators)
    .map(([field, rest]) => ({ field, ...rest })),
);
const composed = (of: fc.Arbitrary<Doc>): fc.Arbitrary<Doc> =>
  fc.oneof(
    { arbitrary: of, weight: 3 },
    { arbitrary: object({ all: fc.array(of, { minLength: 1, maxLength: 3 }) }), weight: 1 },
    { arbitrary: object({ any: fc.array(of, { minLength: 1, maxLength: 3 }) }), weight: 1 },
    { arbitrary: object({ not: of }), weight: 1 },
  );
const predicate = composed(composed(leaf));
const trendLeaf = fc
  .tuple(fc.constantFrom('trend.3d', 'trend.36h'), numberOperators)
  .map(([field, rest]) => ({ field, ...rest }));

const where = fc.oneof(
  object({ path: fc.oneof(fc.constant('/pricing'), textOperators) }),
  object({ due: dateOperators }),
  object({ 'utm.source': textOperators, path: maybe(object({ not: textOperators })) }),
);
const matcher = object({ type, where: fc.option(where, { nil: undefined, freq: 1 }) });
const decay = fc.oneof(
  object({ halfLife: duration }),
  object({ linear: duration }),
  object({ step: duration, factor: fc.constantFrom(0, 0.5, 0.9, 1) }),
  object({ step: duration, points: fc.constantFrom(0, 1, 2.5) }),
);
const window = fc.oneof(
  { arbitrary: fc.constant({}), weight: 6 },
  { arbitrary: fc.constant({ activeFrom: '2026-03-02' }), weight: 1 },
  { arbitrary: fc.constant({ activeTo: '2026-03-01T12:00:00Z' }), weight: 1 },
  { arbitrary: fc.constant({ activeFrom: '2026-02-01', activeTo: '2026-03-04T07:00' }), weight: 2 },
);
const bounds = fc.oneof(
  { arbitrary: fc.constant({}), weight: 4 },
  { arbitrary: fc.constant({ cap: 20 }), weight: 1 },
  { arbitrary: fc.constant({ floor: -15 }), weight: 1 },
  { arbitrary: fc.constant({ floor: -5.55, cap: 12.345 }), weight: 1 },
);
const counting = {
  within: maybe(duration),
  atLeast: maybe(fc.integer({ min: 1, max: 3 })),
  perDay: maybe(fc.integer({ min: 1, max: 2 })),
};
const howOften = fc.oneof(
  fc.constant({}),
  fc.constant({ count: 'each' }),
  object({ repeat: object({ points: size, max: maybe(fc.integer({ min: 0, max: 12 })) }) }),
);
export type Kind = 'when' | 'activity' | 'idle' | 'unanswered' | 'sequence';
const kinds: Readonly<Record<Kind, fc.Arbitrary<Doc>>> = {
  when: object({ when: predicate, unknown: maybe(size), else: maybe(size) }),
  activity: fc
    .tuple(object({ activity: matcher, decay: maybe(decay), ...counting }), howOften)
    .map(([rule, often]) => ({ ...rule, ...often })),
  idle: object({
    idle: object({
      channel: maybe(fc.constantFrom('any', 'web', ['email', 'sales'])),
      first: duration,
      every: maybe(duration),
    }),
  }),
  unanswered: fc
    .tuple(
      object({
        unanswered: object({
          type: fc.constantFrom('email_sent', ['email_sent', 'email_open']),
          by: fc.constantFrom('email_open', ['email_open', 'chat']),
          after: duration,
        }),
        ...counting,
      }),
      howOften,
    )
    .map(([rule, often]) => ({ ...rule, ...often })),
  sequence: object({
    sequence: fc.array(matcher, { minLength: 1, maxLength: 3 }),
    within: maybe(duration),
    decay: maybe(decay),
  }),
};
const ruleOf = (kind: fc.Arbitrary<Doc>): fc.Arbitrary<Doc> =>
  fc
    .tuple(
      kind,
      fc.oneof(
        size.map((points) => ({ points })),
        fc.constant({ percent: 30 }),
      ),
      fc.constantFrom({ dimension: 'fit' }, { dimension: 'engagement' }, { group: 'g' }),
      maybe(predicate),
      window,
      bounds,
    )
    .map(([rule, worth, place, guard, active, limits]) => ({
      ...rule,
      ...worth,
      ...place,
      ...(guard && { if: guard }),
      ...active,
      ...limits,
    }));

/** A model as a document; `only` keeps to one kind of rule. */
export function models(options: { only?: Kind; trend?: boolean } = {}): fc.Arbitrary<Doc> {
  const kind = options.only ? kinds[options.only] : fc.oneof(...Object.values(kinds));
  const segmentWhen = options.trend ? fc.oneof(trendLeaf, predicate) : predicate;
  return object({
    rules: fc
      .array(ruleOf(kind), { minLength: 1, maxLength: options.only ? 2 : 7 })
      .map((rules) =>
        rules.map((rule, index) => ({ id: `r${index}`, label: `R${index}`, ...rule })),
      ),
    fit: bounds,
    engagement: bounds,
    group: bounds,
    total: fc.oneof(
      bounds,
      bounds.map((limits) => ({
        method: 'weighted',
        weights: { fit: 0.4, engagement: 0.35 },
        ...limits,
      })),
    ),
    segments: fc.array(
      object({
        when: segmentWhen,
        bands: maybe(fc.constant({ high: 20, low: 0 })),
        grades: maybe(fc.constant({ fit: { A: 10, B: -5 } })),
        rules: maybe(
          fc.constantFrom(
            { r0: { off: true } },
            { r0: { points: 7.77 } },
            { r0: { percent: 12.5 } },
          ),
        ),
      }),
      { maxLength: 2 },
    ),
    disqualify: fc.array(
      fc.oneof(
        object({ when: leaf }),
        fc.constantFrom({ rules: { all: ['r0'] } }, { rules: { any: ['r0'] } }),
      ),
      { maxLength: 1 },
    ),
    population: maybe(object({ include: maybe(leaf), exclude: maybe(leaf) })),
  }).map((parts) => ({
    model: 'random',
    version: 1,
    readyAt: 40,
    lists: { places: ['FI', 'Sales '], numbers: [50, 120], nothing: [] },
    dimensions: { fit: parts.fit, engagement: parts.engagement },
    groups: { g: { dimension: 'engagement', ...(parts.group as Doc) } },
    total: parts.total,
    rules: parts.rules,
    grades: { engagement: { X: 10, Y: 0 }, fit: { A: 20, B: 3, C: 0 } },
    bands: { hot: 30, warm: 10, cold: 0 },
    segments: (parts.segments as Doc[]).map((one, index) => ({ id: `s${index}`, ...one })),
    disqualify: (parts.disqualify as Doc[]).map((one, index) => ({
      id: `d${index}`,
      label: 'Out',
      ...one,
    })),
    ...(parts.population !== undefined && { population: parts.population }),
  }));
}

/** Times that meet: whole days and hours from now, with a millisecond to either side. */
const offset = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: -4, max: 50 }).map((n) => n * DAY),
      fc.integer({ min: -10, max: 60 }).map((n) => n * HOUR),
      fc.constantFrom(0, 1, 2, 3, 5, 8, 13, 21).map((n) => n * HOUR),
      fc.integer({ min: -3, max: 60 }).map((n) => n * 7 * HOUR + n),
    ),
    fc.constantFrom(0, 0, 1, -1),
  )
  .map(([base, nudge]) => base + nudge);

const activity: fc.Arbitrary<Activity> = fc
  .record({
    id: fc.constantFrom(...'abcdefghijklmnopqrstuvwx'),
    type: fc.constantFrom(...types, 'email_bounce'),
    back: offset,
    attributes: object({
      path: maybe(fc.constantFrom('/pricing', '/Product ', '/other', '')),
      message: maybe(fc.constantFrom('m1', 'm2', ' ')),
      channel: maybe(fc.constantFrom('web', 'social')),
      'utm.source': maybe(fc.constantFrom('fi', 50)),
      due: maybe(fc.constantFrom('2026-02-27T12:00:00Z', '2026-03-03', 'soon')),
    }),
  })
  .map(({ back, ...rest }) => ({ ...rest, occurredAt: NOW - back }));

export function leads(most = 12): fc.Arbitrary<ScoreInput> {
  return fc
    .record({
      fields: object({
        country: maybe(fc.constantFrom('FI', ' fi', 'SE', '', true)),
        seniority: maybe(fc.constantFrom('vp', 'c_level')),
        'company.employees': maybe(fc.constantFrom(50, '120', '50.0', 'many', 5000)),
        'custom.tags': maybe(
          fc.constantFrom([], ['FI', 'x'], ['50.00', null], '2026-02-20', ['2026-02-20']),
        ),
        lastContactedAt: maybe(offset.map((back) => NOW - back)),
        createdAt: maybe(offset.map((back) => new Date(NOW - back).toISOString())),
        countFrom: maybe(fc.constantFrom('2026-02-10', '2026-01-01', 'never', NOW - DAY)),
      }),
      activities: fc.array(activity, { maxLength: most }),
      observed: maybe(
        fc.subarray(['web', 'email', 'social', 'event', 'sales', 'product'] as const),
      ),
    })
    .map(({ observed, ...rest }) => ({ id: 'lead', ...rest, ...(observed && { observed }) }));
}
