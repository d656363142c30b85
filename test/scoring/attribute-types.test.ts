import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACTIVITY_CHANNEL } from '../../src/lead/activity.js';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import { leads, models } from './arbitraries.js';
import { NOW } from './support.js';

test('a score is the same without the attributes that its model does not ask for', () => {
  let spared = 0;
  fc.assert(
    fc.property(models(), leads(), (document, lead) => {
      const scorer = compileModel(loadModel(JSON.stringify(document), 'random.json').model);
      const activities = lead.activities.map((activity) => {
        const { type } = activity;
        if (!Object.hasOwn(ACTIVITY_CHANNEL, type) || scorer.attributeTypes.has(type))
          return activity;
        if (Object.keys(activity.attributes).length > 0) spared += 1;
        return { ...activity, attributes: {} };
      });
      expect(scorer.score({ ...lead, activities }, NOW)).toEqual(scorer.score(lead, NOW));
    }),
    { numRuns: 300, interruptAfterTimeLimit: 60_000 },
  );
  expect(spared).toBeGreaterThan(100);
});
