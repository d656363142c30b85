import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import type { ScoreInput } from '../../src/scoring/types.js';
import {
  type Change,
  type WouldChange,
  whatWouldChange,
} from '../../src/scoring/what-would-change.js';
import { leads, models } from './arbitraries.js';
import { ago, DAY, NOW, oneDimension, view } from './support.js';

const TABLES = 'bands: { hot: 75, warm: 50, cold: 0 }\nthresholds: { mql: 40, sql: 100 }';

function ask(text: string, input: Partial<ScoreInput> = {}): WouldChange {
  const { model } = loadModel(text, 'model.yaml');
  const lead = { id: 'l', fields: {}, activities: [], ...input };
  return whatWouldChange(model, compileModel(model), lead, NOW);
}

/** The proposals for the first goal, in words. */
function proposals(text: string, input: Partial<ScoreInput> = {}): string[] {
  return ask(text, input).goals[0]?.proposals.map(({ words }) => words) ?? [];
}

const seniority = (value: string) => ({ seniority: value });

test('one more activity, with what the model makes of it', () => {
  const text = oneDimension(
    `when: { field: seniority, eq: vp }, points: 44
activity: { type: [demo_request, pricing_request] }, points: 50, within: 90d, decay: { halfLife: 30d }`,
    TABLES,
  );
  const answer = ask(text, { fields: seniority('vp') });
  expect(answer).toMatchObject({ total: 44, band: 'cold', hindrance: null });
  expect(answer.goals).toEqual([
    {
      goal: { kind: 'band', name: 'warm', from: 50 },
      most: null,
      words: 'For warm (50): asks for a demo: +50 -> 94, hot.',
      proposals: [
        {
          changes: [
            {
              kind: 'activity',
              rule: 'r1',
              type: 'demo_request',
              attributes: {},
              endsSign: false,
              words: 'asks for a demo',
            },
          ],
          total: 94,
          band: 'hot',
          lines: [{ rule: 'r1', label: 'L', points: 50 }],
          words: 'asks for a demo: +50 -> 94, hot',
        },
      ],
    },
    {
      goal: { kind: 'threshold', name: 'sql', from: 100 },
      most: 94,
      words: expect.any(String),
      proposals: [],
    },
  ]);
  expect(answer.goals[1]?.words).toBe(
    'For sql (100): nothing found within three changes; the most they come to is 94.',
  );
});

test('a second view where two are asked for, and both when there is none', () => {
  const text = oneDimension(
    'activity: { type: page_view, where: { path: { startsWith: /pricing } } }, points: 60, atLeast: 2',
    TABLES,
  );
  expect(proposals(text, { activities: [view(DAY, '/pricing')] })).toEqual([
    'views a page (path /pricing): +60 -> 60, warm',
  ]);
  expect(proposals(text)).toEqual(['views a page (path /pricing) twice: +60 -> 60, warm']);
});

test('what is limited a day is not proposed twice', () => {
  const rule = 'activity: { type: email_click }, points: 30, count: each';
  expect(proposals(oneDimension(rule, TABLES))).toEqual([
    'clicks in an e-mail twice: +60 -> 60, warm',
  ]);
  expect(proposals(oneDimension(`${rule}, perDay: 1`, TABLES))).toEqual([]);
});

test('an unknown field becomes known; a known one that is settled never changes', () => {
  const text = oneDimension('when: { field: country, in: [FI, DE] }, points: 60', TABLES);
  expect(proposals(text)).toEqual(['country becomes known: FI: +60 -> 60, warm']);
  expect(proposals(text, { fields: { country: 'SE' } })).toEqual([]);
});

test('another value of a known field is proposed only when nothing else does', () => {
  const when = 'when: { field: company.employees, between: [50, 500] }, points: 60';
  const lead = { fields: { 'company.employees': 10 } };
  expect(proposals(oneDimension(when, TABLES), lead)).toEqual([
    'company employees changes: 50: +60 -> 60, warm',
  ]);
  const other = oneDimension(`${when}\nactivity: { type: purchase }, points: 55`, TABLES);
  expect(proposals(other, lead)).toEqual(['buys: +55 -> 55, warm']);
  const answer = ask(oneDimension(when, TABLES), lead);
  expect(answer.goals[0]?.proposals[0]?.changes).toMatchObject([
    { kind: 'field', from: 10, value: 50 },
  ]);
});

test('a guard and its rule together; neither alone', () => {
  const text = oneDimension(
    'activity: { type: chat }, points: 60, if: { all: [ { field: country, eq: FI }, { field: email, exists: true } ] }',
    TABLES,
  );
  expect(proposals(text, { fields: { country: 'FI' } })).toEqual([
    'chats with us and e-mail becomes known: +60 -> 60, warm',
  ]);
  expect(proposals(text)).toEqual([
    'chats with us, country becomes known: FI and e-mail becomes known: +60 -> 60, warm',
  ]);
});

test('an end of silence', () => {
  const text = oneDimension(
    `when: { field: seniority, eq: vp }, points: 60
idle: { first: 30d }, points: -20`,
    TABLES,
  );
  const lead = {
    fields: seniority('vp'),
    activities: [ago(40 * DAY, 'chat')],
    observed: ['email'] as const,
  };
  expect(proposals(text, lead)).toEqual(['opens an e-mail: +20 -> 60, warm']);
  const observed = { ...lead, observed: ['web', 'email'] as const };
  expect(ask(text, observed).total).toBe(40);
  expect(proposals(text, observed)).toEqual(['views a page: +20 -> 60, warm']);
  expect(ask(text, observed).goals[0]?.proposals[0]?.changes).toMatchObject([{ endsSign: true }]);
});

test('an answer to the message that was left', () => {
  const text = oneDimension(
    `when: { field: seniority, eq: vp }, points: 60
unanswered: { type: email_sent, by: email_open, after: 10d }, points: -5, count: each`,
    TABLES,
  );
  const activities = ['m1', 'm2', 'm3'].map((message, index) =>
    ago((40 - index) * DAY, 'email_sent', { message }),
  );
  expect(ask(text, { fields: seniority('vp'), activities }).total).toBe(45);
  expect(proposals(text, { fields: seniority('vp'), activities })[0]).toBe(
    'opens an e-mail (message m3): +5 -> 50, warm',
  );
});

test('the missing step of a sequence, or the whole in order', () => {
  const text = oneDimension(
    'sequence: [ { type: page_view, where: { path: /product } }, { type: page_view, where: { path: /pricing } } ], within: 7d, points: 60',
    TABLES,
  );
  expect(proposals(text, { activities: [view(DAY, '/product')] })).toEqual([
    'views a page (path /pricing): +60 -> 60, warm',
  ]);
  const [both] = proposals(text);
  expect(both).toContain('views a page (path /product)');
  expect(both).toContain('+60 -> 60, warm');
});

test('counted fields ask for activities', () => {
  const text = oneDimension('when: { field: activity.chat.count.7d, gte: 3 }, points: 60', TABLES);
  expect(proposals(text, { activities: [ago(DAY, 'chat')] })).toEqual([
    'chats with us twice: +60 -> 60, warm',
  ]);
});

test('bounds are those of the model', () => {
  const text = oneDimension('activity: { type: chat }, points: 60', TABLES);
  expect(proposals(text.replace('x: {}', 'x: { cap: 49 }'))).toEqual([]);
  expect(proposals(text.replace('x: {}', 'x: { cap: 50 }'))).toEqual([
    'chats with us: +50 -> 50, warm',
  ]);
});

test('a segment that the change leads into decides', () => {
  const text = oneDimension(
    'when: { field: company.employees, gte: 1000 }, points: 10',
    `thresholds: { mql: 50 }
segments: [ { id: big, when: { field: company.employees, gte: 1000 }, thresholds: { mql: 10 } } ]`,
  );
  expect(proposals(text)).toEqual(['company employees becomes known: 1000: +10 -> 10']);
});

test('fewest changes first, then the easiest, then the most points; three at most', () => {
  const text = oneDimension(
    `activity: { type: purchase }, points: 90
activity: { type: demo_request }, points: 60
activity: { type: trial_start }, points: 70
activity: { type: page_view }, points: 55
activity: { type: chat }, points: 30`,
    TABLES,
  );
  expect(proposals(text)).toEqual([
    'views a page: +55 -> 55, warm',
    'starts a trial: +70 -> 70, warm',
    'asks for a demo: +60 -> 60, warm',
  ]);
});

test('what stands in the way is said', () => {
  const text = oneDimension(
    'activity: { type: chat }, points: 60',
    `${TABLES}
population: { include: { field: email, exists: true } }
disqualify: [ { id: rival, label: Competitor, when: { field: company.domain, eq: rival.example } } ]`,
  );
  expect(ask(text)).toEqual({
    total: null,
    band: null,
    goals: [],
    hindrance: {
      kind: 'outside',
      id: 'include',
      words: 'Not scored at all: scored are only leads for which e-mail is known.',
    },
  });
  const fields = { email: 'a@rival.example', 'company.domain': 'rival.example' };
  expect(ask(text, { fields })).toEqual({
    total: 0,
    band: 'out',
    goals: [],
    hindrance: {
      kind: 'disqualified',
      id: 'rival',
      words:
        'Out of the running, whatever the points: Competitor (company domain is rival.example).',
    },
  });
});

test('at the top there is no goal', () => {
  const text = oneDimension('when: { field: seniority, eq: vp }, points: 100', TABLES);
  expect(ask(text, { fields: seniority('vp') }).goals).toEqual([]);
});

/** Done here once more, apart from the search. */
function after(input: ScoreInput, changes: readonly Change[]): ScoreInput {
  const fields = { ...input.fields };
  const acts = changes.flatMap((change, index) => {
    if (change.kind === 'field') {
      fields[change.field] = change.value;
      return [];
    }
    const { type, attributes } = change;
    return [{ id: `zz${index}`, type, attributes, occurredAt: NOW }];
  });
  return { ...input, fields, activities: [...input.activities, ...acts] };
}

test('every proposal holds when scored, no part of one is enough, and settled facts stay', () => {
  let seen = 0;
  fc.assert(
    fc.property(models(), leads(6), (document, lead) => {
      const only = { ...document, population: {}, thresholds: { mql: 15 } };
      // Steps of one moment have an order that the changes alone do not tell.
      const rules = (document.rules as Record<string, unknown>[]).filter((rule) => !rule.sequence);
      const { model } = loadModel(JSON.stringify({ ...only, rules: keepIds(rules) }), 'model.json');
      const scorer = compileModel(model);
      const answer = whatWouldChange(model, scorer, lead, NOW);
      for (const { goal, proposals: found } of answer.goals) {
        expect(found.length).toBeLessThanOrEqual(3);
        const bands = (segment: string | null) =>
          model.segments?.find(({ id }) => id === segment)?.bands ?? model.bands ?? {};
        const reaches = (changes: readonly Change[]): boolean => {
          const score = scorer.totals(after(lead, changes), NOW);
          const table = goal.kind === 'band' ? bands(score.segment) : score.thresholds;
          const from = table?.[goal.name] as number | undefined;
          if (score.total === null || score.disqualified !== null) return false;
          return from !== undefined && score.total >= from;
        };
        for (const { changes, total, lines } of found) {
          seen++;
          expect(changes.length).toBeLessThanOrEqual(3);
          expect(scorer.totals(after(lead, changes), NOW).total).toBe(total);
          expect(reaches(changes)).toBe(true);
          for (const part of parts(changes)) expect(reaches(part)).toBe(false);
          const sum = lines.reduce((all, { points }) => all + points, 0);
          expect(sum).toBeCloseTo(total - (answer.total ?? 0), 6);
          for (const change of changes) {
            if (change.kind === 'field' && change.field === 'country')
              expect(change.from).toBeNull();
          }
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(seen).toBeGreaterThan(0);
});

/** A model needs its first rule, which others name. */
function keepIds(rules: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  const first = {
    id: 'r0',
    label: 'R0',
    dimension: 'fit',
    points: 1,
    when: { field: 'phone', eq: 1 },
  };
  return rules.some(({ id }) => id === 'r0') ? [...rules] : [first, ...rules];
}

/** All real parts of a set of changes. */
function parts<T>(all: readonly T[]): T[][] {
  const sets: T[][] = [[]];
  for (const one of all) sets.push(...sets.map((set) => [...set, one]));
  return sets.filter((set) => set.length < all.length);
}
