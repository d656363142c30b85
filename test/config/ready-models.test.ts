import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { loadAlerts } from '../../src/alerts/load.js';
import { modelNames } from '../../src/evaluate/documents.js';
import { parseComputed } from '../../src/language/computed.js';
import { predicateFields } from '../../src/language/predicate.js';
import { LEAD_FIELDS } from '../../src/lead/fields.js';
import { loadLifecycle } from '../../src/lifecycle/load.js';
import { possibleTypes } from '../../src/mapping/activities.js';
import { loadMapping } from '../../src/mapping/load.js';
import { checkExamples, exampleInput } from '../../src/scoring/check-examples.js';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import type { Model } from '../../src/scoring/schema.js';
import { modelWarnings } from '../../src/scoring/warnings.js';
import { DAY, NOW, points, view } from '../scoring/support.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const files = readdirSync('config/scoring').filter((file) => file.endsWith('.yaml'));
const load = (file: string): ReturnType<typeof loadModel> =>
  loadModel(read(`config/scoring/${file}`), file);

test.each(files)('%s warns of nothing but lists to be filled, and says so', (file) => {
  const { model, warnings } = load(file);
  const rest = warnings.filter(({ message }) => !/the list is empty|an empty list/.test(message));
  expect(rest).toEqual([]);
  expect(/rule whose list is empty does\s+(# )?nothing/.test(read(`config/scoring/${file}`))).toBe(
    warnings.length > 0,
  );
  const lists = Object.fromEntries(Object.keys(model.lists).map((name) => [name, ['something']]));
  expect(modelWarnings({ ...model, lists })).toEqual([]);
});

test.each(files)('the pinned leads of %s are where they should be, whenever one looks', (file) => {
  const { model } = load(file);
  expect(checkExamples(model, NOW)).toEqual([]);
  expect(checkExamples(model, NOW + 1234 * DAY + 5678)).toEqual([]);
});

test.each(files)('the pinned leads of %s show every lane', (file) => {
  const { model } = load(file);
  const scorer = compileModel(model);
  const scores = (model.examples ?? []).map((example, index) =>
    scorer.score(exampleInput(example, index, NOW), NOW),
  );
  const shown = (name: 'band' | 'segment' | 'outside') =>
    new Set(scores.map((score) => score[name]));
  const bands = [...Object.keys(model.bands ?? {}), ...(model.disqualify ? ['out'] : [])];
  expect([...shown('band')]).toEqual(expect.arrayContaining(bands));
  const segments = (model.segments ?? []).map(({ id }) => id);
  expect([...shown('segment')]).toEqual(expect.arrayContaining(segments));
  // An exclusion by a list that is still to be filled excludes nobody.
  expect(shown('outside').has('include')).toBe(model.population?.include !== undefined);
});

test.each(files)('the shipped lifecycle and alerts work with %s', (file) => {
  const names = modelNames(load(file).model);
  const { lifecycle } = loadLifecycle(read('config/lifecycle.yaml'), 'lifecycle.yaml', names);
  const scope = { model: names, transitions: lifecycle.transitions };
  expect(loadAlerts(read('config/alerts.yaml'), 'alerts.yaml', scope).warnings).toEqual([]);
});

/** The activity types and stored lead fields that a model asks for. */
function asked(model: Model): { types: Set<string>; fields: Set<string> } {
  const types = new Set<string>();
  const fields = new Set<string>();
  const look = (predicate: Parameters<typeof predicateFields>[0] | undefined): void => {
    for (const field of predicate ? predicateFields(predicate) : []) {
      const computed = parseComputed(field);
      if (computed === undefined) fields.add(field);
      else if ('type' in computed) types.add(computed.type);
    }
  };
  for (const rule of model.rules) {
    look(rule.when);
    look(rule.if);
    for (const { type } of [...(rule.activity ? [rule.activity] : []), ...(rule.sequence ?? [])]) {
      for (const one of typeof type === 'string' ? [type] : type) types.add(one);
    }
  }
  look(model.population?.include);
  look(model.population?.exclude);
  for (const { when } of [...(model.disqualify ?? []), ...(model.segments ?? [])]) look(when);
  return { types, fields };
}

const hubspot = Object.values(
  loadMapping(read('mappings/hubspot.yaml'), 'hubspot.yaml').document.objects,
);

/** Lead fields that the shipped HubSpot mapping cannot fill. */
const OTHER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'salesforce-campaigns.yaml': ['custom.rating'],
};

test.each(files)('the shipped HubSpot mapping fills what %s asks for', (file) => {
  const { fields, types } = asked(load(file).model);
  const filled = new Set(hubspot.flatMap((object) => Object.keys(object.fields ?? {})));
  const missing = [...fields].filter(
    (field) => !filled.has(field) && LEAD_FIELDS[field]?.derived !== true,
  );
  expect(missing).toEqual(OTHER_FIELDS[file] ?? []);

  // Activity types that it does not bring are named for whoever picks a model.
  const brought = new Set(
    hubspot.flatMap(({ activities = [] }) => activities.flatMap(possibleTypes)),
  );
  const page = read('config/scoring/README.md').split('## What the HubSpot mapping')[1] ?? '';
  const row = page.split('\n').find((line) => line.startsWith(`| \`${file}\` |`)) ?? '';
  const named = [...row.matchAll(/`([a-z_:]+)`/g)].map(([, type]) => type);
  expect(named.sort()).toEqual([...types].filter((type) => !brought.has(type)).sort());
});

test('the mapping lines in comments can be used as they stand', () => {
  const lines = (file: string, start: RegExp): string[] =>
    read(`config/scoring/${file}`)
      .split('\n')
      .filter((line) => start.test(line));
  const shop = lines('e-commerce.yaml', /^# {3}- \{ type:/).map((line) => line.replace('#', ' '));
  expect(shop).toHaveLength(2);
  const contacts = ['  contacts:', '    fields: { email: email }', '    activities:', ...shop];
  const campaigns = lines('salesforce-campaigns.yaml', /^# {3}/).map((line) => line.slice(2));
  for (const [crm, objects] of Object.entries({ hubspot: contacts, salesforce: campaigns })) {
    const text = [`crm: ${crm}`, 'version: 1', 'objects:', ...objects].join('\n');
    expect(loadMapping(text, crm).warnings).toEqual([]);
  }
});

test('a cart counts where purchases are not observed', () => {
  const scorer = compileModel(load('e-commerce.yaml').model);
  const lead = { id: 'l', fields: { email: 'ann@acme.example' }, activities: [view(0, '/cart')] };
  expect(points(scorer.score({ ...lead, observed: ['web'] }, NOW), 'cart')).toBe(20);
});

test('the default model says what a sales-ready lead has', () => {
  // No rule of it counts in percent, so nothing else shows this figure.
  expect(load('b2b-default.yaml').model.readyAt).toBe(100);
});
