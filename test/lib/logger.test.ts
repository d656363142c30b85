import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createLogger, type LogLevel } from '../../src/lib/logger.js';

function setUp(format: 'json' | 'pretty' = 'json', level: LogLevel = 'info') {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const clock = () => Date.parse('2026-03-01T12:00:00Z');
  const log = createLogger({ level, format, stream, clock, secrets: ['sesame'] });
  return { log, lines: () => chunks.join('').trim().split('\n').filter(Boolean) };
}

test('a line is one JSON object with time, level, message and fields', () => {
  const { log, lines } = setUp();
  log.info('split', { deliveries: 3 });
  expect(lines().map((line) => JSON.parse(line))).toEqual([
    { time: '2026-03-01T12:00:00.000Z', level: 'info', message: 'split', deliveries: 3 },
  ]);
});

test('children add their fields to every line, the nearest wins', () => {
  const { log, lines } = setUp();
  const account = log.child({ account: '17', step: 'fetch' });
  account.child({ requestId: 'r1', step: 'deliver' }).warn('late', { ms: 5 });
  account.info('again');
  log.info('plain');
  const [first, second, third] = lines().map((line) => JSON.parse(line));
  expect(first).toMatchObject({ account: '17', requestId: 'r1', step: 'deliver', ms: 5 });
  expect(second).toMatchObject({ account: '17', step: 'fetch' });
  expect(second).not.toHaveProperty('requestId');
  expect(third).not.toHaveProperty('account');
});

test('what is below the level is not written', () => {
  const { log, lines } = setUp('json', 'warn');
  log.debug('a');
  log.info('b');
  log.warn('c');
  log.error('d');
  expect(lines().map((line) => JSON.parse(line).message)).toEqual(['c', 'd']);
});

test.each(['json', 'pretty'] as const)(
  'message, fields and errors are redacted as %s',
  (format) => {
    const { log, lines } = setUp(format);
    log.child({ who: 'ann@acme.example' }).error('failed for bob@acme.example with sesame', {
      error: new Error('token=abc for cid@acme.example'),
      accessToken: 'abc',
      splat: ['dora@acme.example'],
    });
    const line = lines().join('\n');
    expect(line).toContain('failed for [redacted] with [redacted]');
    expect(line).not.toMatch(/acme|abc|sesame/);
  },
);

test('a field cannot replace time, level or message', () => {
  const { log, lines } = setUp();
  log.info('kept', { message: 'x', level: 'error', time: 0 });
  expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
    message: 'kept',
    level: 'info',
    time: '2026-03-01T12:00:00.000Z',
    message_: 'x',
  });
});

test('pretty lines are readable', () => {
  const { log, lines } = setUp('pretty');
  log.info('listening', { port: 3000 });
  expect(lines()).toEqual(['2026-03-01T12:00:00.000Z INFO  listening {"port":3000}']);
});

test('the text of a line stays one line', () => {
  const { log, lines } = setUp();
  log.info('a\nb', { c: 'd\ne' });
  expect(lines()).toHaveLength(1);
});
