import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { explainModel } from '../../src/scoring/explain-model.js';
import { loadModel } from '../../src/scoring/load.js';
import { models } from './arbitraries.js';

const TEXT = `
model: small
version: 3
description: For the test
readyAt: 40
population: { include: { field: email, exists: true }, exclude: { field: company.domain, inList: own } }
lists: { own: [us.example], nobody: [] }
dimensions: { fit: { floor: -30, cap: 45 }, interest: { floor: 0 }, spare: {} }
total: { method: weighted, weights: { fit: 0.4, interest: 0.6 }, floor: 0, cap: 100 }
groups: { mail: { dimension: interest, cap: 20 } }
rules:
  - { id: boss, dimension: fit, label: Boss, when: { field: seniority, eq: vp }, points: 15, unknown: -1, else: -2.5 }
  - { id: demo, dimension: interest, label: Demo, activity: { type: demo_request }, percent: 30, within: 90d, decay: { halfLife: 30d }, if: { field: country, eq: FI } }
  - { id: views, dimension: interest, label: Views, activity: { type: page_view }, points: 5, atLeast: 2, repeat: { points: 2, max: 6 }, decay: { step: 1w, points: 1 } }
  - { id: click, group: mail, label: Click, activity: { type: email_click }, points: 5, count: each, perDay: 1, cap: 15, decay: { step: 7h, factor: 0.9 } }
  - { id: silent, dimension: interest, label: Silent, idle: { channel: [web, email], first: 30d, every: 10d }, points: -10, floor: -40 }
  - { id: unopened, group: mail, label: Unopened, unanswered: { type: email_sent, by: email_open, after: 60d }, points: -5, count: each }
  - { id: path, dimension: interest, label: Path, sequence: [ { type: page_view, where: { path: /a } }, { type: chat } ], within: 7d, points: 8, decay: { linear: 10d }, activeFrom: 2026-01-01, activeTo: 2026-02-01 }
disqualify:
  - { id: rival, label: Rival, when: { field: company.domain, inList: nobody } }
  - { id: all, label: Everything wrong, rules: { all: [silent, unopened] } }
grades: { fit: { B: 0, A: 20 } }
bands: { cold: 0, hot: { from: 75, action: Call today } }
thresholds: { mql: 50, sql: 100 }
segments:
  - { id: big, label: Large, when: { field: company.employees, gte: 1000 }, thresholds: { mql: 60 }, rules: { click: { off: true }, boss: { points: 25, unknown: 0 } } }
examples:
  - { name: one, lead: {}, expect: { outside: include } }
`;

test('a model in plain words', () => {
  expect(explainModel(loadModel(TEXT, 'model.yaml').model)).toBe(`small, version 3: For the test

Who is scored: leads for which e-mail is known, except where company domain is in the list own.

What an MQL is here: a lead with a total of at least 50.
  In the segment Large (company employees is at least 1000): a total of at least 60.
  Other thresholds: sql 100.
  What else it takes is said by the lifecycle document.

The total: 0.4 x fit + 0.6 x interest + 0 x spare, kept from 0 to 100.

Points for fit, from -30 to 45:
   +15  Boss [boss]: seniority is vp; -1 when that is unknown; -2.5 otherwise

Points for interest, at least 0:
  +12 (30 % of 40)  Demo [demo]: demo request in the last 90 days; counted once; halves every 30 days; only when country is FI
    +5  Views [views]: page view; from 2 on; every further one +2, together at most 6; loses 1 point for every full week
   -10  Silent [silent]: no activity on web or email for 30 days; again for every further 10 days; in all at least -40
    +8  Path [path]: page view whose path is /a, then chat, all within 7 days; fades to nothing over 10 days; only from 2026-01-01 on until 2026-02-01
  Group mail, together at most 20:
      +5  Click [click]: each email click; at most 1 a day; times 0.9 for every full 7 hours; in all at most 15
      -5  Unopened [unopened]: each email sent without email open after 60 days

Points for spare:
  no rules

Out of the running (grade F, band out), whatever the points:
  Rival [rival]: company domain is in the list nobody (empty)
  Everything wrong [all]: silent and unopened all gave points, up or down

Grade (one letter per dimension, by whole points)
  fit: A from 20, B from 0

Bands of the total
  hot from 75: Call today
  cold from 0

Segments (the first that fits):
  Large [big]: company employees is at least 1000 -> thresholds mql 60; click off; boss +25, unknown 0

Lists
  own: 1 entry
  nobody: empty

Pinned leads that must keep their result: 1.
`);
});

test('a model that says little is told in few lines', () => {
  const { model } = loadModel('model: m\nversion: 1\ndimensions: { x: {} }\nrules: []', 'm.yaml');
  expect(explainModel(model)).toBe(`m, version 1

Who is scored: all leads.

What an MQL is here: the model sets no threshold for it.

The total: x.

Points for x:
  no rules
`);
});

test('every model can be told, and no rule is left out', () => {
  fc.assert(
    fc.property(models({ trend: true }), (document) => {
      const { model } = loadModel(JSON.stringify(document), 'model.json');
      const text = explainModel(model);
      for (const { id } of model.rules) expect(text).toContain(`[${id}]`);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }),
    { numRuns: 200 },
  );
});
