import { expect, test } from '@jest/globals';
import { ApiError } from '../../../src/admin/ui/api/error.js';
import { issuesOf, sentenceOfIssues } from '../../../src/admin/ui/api/issues.js';
import { common as german } from '../../../src/admin/ui/texts/de/common.js';
import { common as english } from '../../../src/admin/ui/texts/en/common.js';

const refused = (...issues: { path: string; message: string }[]): ApiError =>
  new ApiError('bad-request', 'body.email: Invalid email address', 400, { issues });
const list = (parts: readonly string[]): string => parts.join(' + ');

test('where a value was sent is not told', () => {
  const paths = ['body.email', 'query.limit', 'path.lead', 'body', 'body.records.0', 'bodyless'];
  const issues = issuesOf(refused(...paths.map((path) => ({ path, message: 'no' }))));
  expect(issues.map(({ field }) => field)).toEqual([
    'email',
    'limit',
    'lead',
    '',
    'records.0',
    'bodyless',
  ]);
});

test('what was refused for another reason, or in an unknown shape, names no field', () => {
  expect(issuesOf(new ApiError('taken', 'There is one.', 409))).toEqual([]);
  expect(issuesOf(new ApiError('bad-request', 'No.', 400, { issues: 'all' }))).toEqual([]);
  expect(issuesOf(new Error('body.email'))).toEqual([]);
});

test('a known field is named in the language of the reader, each once', () => {
  const issues = issuesOf(
    refused(
      { path: 'body.email', message: 'Invalid email address' },
      { path: 'body.email', message: 'Too long' },
    ),
  );
  expect(sentenceOfIssues(issues, english.errors, list)).toBe('Please check: e-mail address');
  expect(sentenceOfIssues(issues, german.errors, list)).toBe('Bitte prüfen: E-Mail-Adresse');
});

test('of another field, and of the whole, the words of the server stay', () => {
  const issues = issuesOf(
    refused({ path: 'body.days', message: 'Too big' }, { path: 'body', message: 'Unknown key' }),
  );
  expect(sentenceOfIssues(issues, english.errors, list)).toBe(
    'Please check: days (Too big) + Unknown key',
  );
});
