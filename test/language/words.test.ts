import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { checkPredicate } from '../../src/language/check.js';
import { parseComputed } from '../../src/language/computed.js';
import { parseDuration, readDuration } from '../../src/language/duration.js';
import { editDistance, nearest } from '../../src/language/nearest.js';
import { renderTemplate, templateSchema } from '../../src/language/template.js';

test('durations', () => {
  expect(parseDuration('36h')).toBe(36 * 3_600_000);
  expect(parseDuration('30d')).toBe(30 * 86_400_000);
  expect(parseDuration('2w')).toBe(14 * 86_400_000);
  for (const bad of ['30', '30m', '1.5d', '-1d', ' 1d', 'd', '']) {
    expect(readDuration(bad)).toBeUndefined();
  }
  expect(() => parseDuration('3m')).toThrow('write 36h, 30d or 2w');
});

test('the nearest name', () => {
  expect(editDistance('ca', 'ac')).toBe(1);
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(nearest('senority', ['email', 'seniority'])).toBe('seniority');
  expect(nearest('Points', ['points', 'percent'])).toBe('points');
  expect(nearest('zzzz', ['points', 'id'])).toBeUndefined();
  expect(nearest('xy', ['id'])).toBeUndefined();
});

test('templates know their names and take values as plain text', () => {
  const schema = templateSchema(['name', 'total']);
  expect(schema.safeParse('{{name}}: {{ total }}').success).toBe(true);
  expect(schema.safeParse('{{nam}}').error?.issues[0]).toMatchObject({
    params: { suggestion: 'name' },
  });
  expect(schema.safeParse('{{name').success).toBe(false);
  expect(renderTemplate('{{name}} {{total}} {{none}}', { name: '{{total}}', total: 5 })).toBe(
    '{{total}} 5 ',
  );
  expect(renderTemplate('{{constructor}}', {})).toBe('');
  expect(z.string().safeParse(5).success).toBe(false);
});

test('computed fields', () => {
  expect(parseComputed('activity.email_open.count.7d')).toEqual({
    kind: 'count',
    type: 'email_open',
    duration: 604_800_000,
  });
  expect(parseComputed('activity.custom:a.b.daysSince')).toEqual({
    kind: 'days-since',
    type: 'custom:a.b',
  });
  expect(parseComputed('activity.channels.36h')).toEqual({
    kind: 'channels',
    duration: 129_600_000,
  });
  expect(parseComputed('lead.ageDays')).toEqual({ kind: 'age-days' });
  expect(parseComputed('trend.3d')).toEqual({ kind: 'trend', duration: 259_200_000 });
  for (const name of ['trend', 'trend.x', 'activity.page_view', 'activity.channels', 'email']) {
    expect(parseComputed(name)).toBeUndefined();
  }
});

test('names in predicates are checked against what is known there', () => {
  const messages = (document: object, trend = false): string[] =>
    checkPredicate(document, ['when'], { lists: ['own'], trend, extra: { total: 'number' } }).map(
      (issue) => `${issue.path.join('.')}: ${issue.message} ${issue.suggestion ?? ''}`.trim(),
    );
  expect(messages({ field: 'email', inList: 'own' })).toEqual([]);
  expect(messages({ field: 'custom.anything', eq: 1 })).toEqual([]);
  expect(messages({ all: [{ field: 'senority', eq: 'vp' }] })).toEqual([
    'when.all.0.field: unknown field "senority" seniority',
  ]);
  expect(messages({ not: { field: 'email', inList: 'owm' } })).toEqual([
    'when.not.inList: unknown list "owm" own',
  ]);
  expect(messages({ field: 'activity.emial_open.count.7d', gte: 1 })).toEqual([
    'when.field: unknown activity type "emial_open" activity.email_open.count.7d',
  ]);
  expect(messages({ field: 'lead.ageDays', contains: '1' })[0]).toMatch(/is a number/);
  expect(messages({ field: 'total', eq: '50' })[0]).toMatch(/is a number/);
  expect(messages({ field: 'total', in: [1, 2], exists: true })).toEqual([]);
  expect(messages({ field: 'trend.3d', gt: 5 })[0]).toMatch(/only in segments/);
  expect(messages({ field: 'trend.3d', gt: 5 }, true)).toEqual([]);
});
