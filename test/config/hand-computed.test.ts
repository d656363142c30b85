import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import type { Model } from '../../src/scoring/schema.js';
import { B2B_DEFAULT } from './figures/b2b-default.js';
import { E_COMMERCE } from './figures/e-commerce.js';
import { checksOf, differences, type HandComputed } from './figures/hand-computed.js';
import { mutations } from './figures/mutations.js';
import { SALESFORCE_CAMPAIGNS } from './figures/salesforce-campaigns.js';
import { SERVICES } from './figures/services.js';
import { STARTER } from './figures/starter.js';

const FOLDER = 'config/scoring';
const HAND: Readonly<Record<string, HandComputed>> = {
  'b2b-default.yaml': B2B_DEFAULT,
  'e-commerce.yaml': E_COMMERCE,
  'salesforce-campaigns.yaml': SALESFORCE_CAMPAIGNS,
  'services.yaml': SERVICES,
  'starter.yaml': STARTER,
};

test('every ready model has figures worked out by hand', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
  expect(files.sort()).toEqual(Object.keys(HAND).sort());
});

/** The model with its empty lists filled. */
function filled(file: string, hand: HandComputed): Model {
  const { model } = loadModel(readFileSync(`${FOLDER}/${file}`, 'utf8'), file);
  expect(Object.keys(hand.lists)).toEqual(Object.keys(model.lists));
  return { ...model, lists: hand.lists };
}

test.each(Object.entries(HAND))('%s gives what was worked out by hand', (file, hand) => {
  const scorer = compileModel(filled(file, hand));
  expect([...differences(scorer, checksOf(hand))]).toEqual([]);
});

/** True when nothing worked out by hand notices the change. */
function unnoticed(models: readonly (() => Model)[], checks: ReturnType<typeof checksOf>): boolean {
  return models.every((model) => differences(compileModel(model()), checks).next().done === true);
}

test.each(Object.entries(HAND))('no number of %s moves unnoticed, up or down', (file, hand) => {
  const checks = checksOf(hand);
  const all = mutations(filled(file, hand));
  const missed = all.filter(({ models }) => unnoticed(models, checks)).map(({ name }) => name);
  expect(missed.sort()).toEqual(Object.keys(hand.free).sort());
});
