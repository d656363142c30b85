import { expect, test } from '@jest/globals';
import type { PredicateDocument } from '../../../src/language/predicate.js';
import { matcherWords, predicateWords } from '../../../src/scoring/words/predicate.js';

const lists = { rivals: ['rival.example'], nothing: [] };

test.each<[PredicateDocument, string]>([
  [{ field: 'company.employees', gte: 1000 }, 'company employees is at least 1000'],
  [{ field: 'country', in: ['FI', 'DE', 'SE'] }, 'country is FI, DE or SE'],
  [{ field: 'country', notIn: ['FI'] }, 'country is none of FI'],
  [{ field: 'jobTitle', ne: 'Head of IT' }, 'job title is not "Head of IT"'],
  [{ field: 'email', exists: true }, 'e-mail is known'],
  [{ field: 'email', exists: false }, 'e-mail is unknown'],
  [{ field: 'email', missing: true }, 'e-mail is unknown'],
  [{ field: 'company.domain', inList: 'rivals' }, 'company domain is in the list rivals'],
  [{ field: 'company.domain', inList: 'nothing' }, 'company domain is in the list nothing (empty)'],
  [{ field: 'custom.deal_size', gt: 5, lt: 9 }, 'deal size is above 5 and is below 9'],
  [{ field: 'company.employees', between: [1, 4] }, 'company employees is from 1 to 4'],
  [{ field: 'lastContactedAt', withinLast: '1d' }, 'last contacted lies in the last day'],
  [{ field: 'lastContactedAt', olderThan: '2w' }, 'last contacted lies at least 2 weeks back'],
  [{ field: 'createdAt', before: '2026-01-01' }, 'created is before 2026-01-01'],
  [{ field: 'jobTitle', matches: '^ch?ef' }, 'job title matches the pattern ^ch?ef'],
  [
    { field: 'activity.page_view.count.7d', gte: 3 },
    'the number of activities "page view" in the last 7 days is at least 3',
  ],
  [
    { field: 'activity.custom:quiz.daysSince', lte: 2 },
    'the number of days since the last "quiz" is at most 2',
  ],
  [{ field: 'lead.ageDays', lt: 30 }, 'the age of the lead in days is below 30'],
  [{ field: 'trend.7d', gte: 10 }, 'the change of the total over the last 7 days is at least 10'],
  [{ not: { field: 'country', eq: 'FI' } }, 'not (country is FI)'],
  [
    {
      all: [
        { field: 'country', eq: 'FI' },
        {
          any: [
            { field: 'doNotCall', eq: true },
            { field: 'phone', missing: true },
          ],
        },
      ],
    },
    'country is FI and (refuses calls is true or phone is unknown)',
  ],
  [{ any: [{ field: 'country', eq: 'FI' }] }, 'country is FI'],
])('%j', (document, words) => {
  expect(predicateWords(document, lists)).toBe(words);
});

test('a matcher names its types, its window and every attribute', () => {
  const matcher = {
    type: ['page_view', 'custom:quiz'],
    where: { path: { startsWith: '/pricing', not: undefined }, plan: 'pro' },
  };
  expect(matcherWords(matcher, lists, '60d')).toBe(
    'page view or quiz in the last 60 days whose path begins with /pricing and plan is pro',
  );
  expect(matcherWords({ type: 'chat' }, lists)).toBe('chat');
});
