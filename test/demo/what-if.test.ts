import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PRICING_RULE, withPoints } from '../../src/demo/what-if.js';
import { compileStored } from '../../src/evaluate/scored-model.js';
import { readInstalled } from '../../src/lib/installed.js';

test('other points for a rule hold for both versions of a model in pilot', () => {
  const text = readFileSync('config/scoring/b2b-default.yaml', 'utf8');
  const condition = { field: 'country', eq: 'FI' };
  const pilot = { condition, otherwise: 1, text };
  const stored = compileStored({ name: 'b2b-default', text, version: 2, pilot }, readInstalled);
  const other = withPoints({ ...stored, state: 'live' }, PRICING_RULE, 77);
  for (const version of [other, other.pilot?.otherwise]) {
    const points = version?.model.rules.find(({ id }) => id === PRICING_RULE)?.points;
    expect([version?.model.version === 2, points]).toEqual([version === other, 77]);
  }
});
