import { expect, test } from '@jest/globals';
import { withModels } from '../../src/mapping/model-writes.js';

const GATE = { minChange: 5, riseAtOnce: true, settle: 86_400_000 };
const WRITES = {
  score: { property: 'plumbline_score', gate: GATE },
  grade: { property: 'plumbline_grade' },
};
const property = (output: string): string => `plumbline_${output}`;

test('a further model has three properties of its own, and its score passes the same gate', () => {
  expect(withModels(WRITES, ['services'], property)).toEqual({
    ...WRITES,
    services_score: { property: 'plumbline_services_score', gate: GATE },
    services_grade: { property: 'plumbline_services_grade' },
    services_reasons: { property: 'plumbline_services_reasons' },
  });
});

test('the mapping may name another property for a result', () => {
  const mapped = { ...WRITES, services_score: { property: 'service_fit' } };
  expect(withModels(mapped, ['services'], property).services_score).toEqual({
    property: 'service_fit',
  });
});

test('what the mapping says of a model that is not live is left out', () => {
  const mapped = { ...WRITES, services_score: { property: 'service_fit' } };
  expect(withModels(mapped, [], property)).toEqual(WRITES);
});

test('without names of properties only what the mapping names is written', () => {
  const mapped = { ...WRITES, services_score: { property: 'service_fit' } };
  expect(Object.keys(withModels(mapped, ['services'], () => undefined))).toEqual([
    'score',
    'grade',
    'services_score',
  ]);
});
