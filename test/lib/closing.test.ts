import { expect, test } from '@jest/globals';
import { createClosing } from '../../src/lib/closing.js';

test('what was opened last is closed first, one after another', async () => {
  const closing = createClosing();
  const seen: string[] = [];
  for (const name of ['database', 'queue', 'server']) {
    closing.add(name, async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
    });
  }
  await closing.close();
  expect(seen).toEqual(
    ['server', 'queue', 'database'].flatMap((name) => [`${name} begins`, `${name} ends`]),
  );
});

test('all are closed although some fail, and the first error is thrown', async () => {
  const closing = createClosing();
  const seen: string[] = [];
  closing.add('a', () => seen.push('a'));
  closing.add('b', () => {
    throw new Error('b failed');
  });
  closing.add('c', () => Promise.reject(new Error('c failed')));
  await expect(closing.close()).rejects.toThrow('c failed');
  expect(seen).toEqual(['a']);
});

test('closing twice closes once', async () => {
  const closing = createClosing();
  let count = 0;
  closing.add('a', () => {
    count += 1;
  });
  await Promise.all([closing.close(), closing.close()]);
  await closing.close();
  expect(count).toBe(1);
});

test('one that hangs is named and does not hold up the rest', async () => {
  const closing = createClosing({ timeoutMs: 5000, sleep: async () => {} });
  const seen: string[] = [];
  closing.add('a', () => seen.push('a'));
  const hung = createClosing({
    timeoutMs: 5000,
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
  });
  hung.add('last', () => seen.push('last'));
  hung.add('poller', () => new Promise(() => {}));
  await expect(hung.close()).rejects.toThrow('poller did not close within 5000 ms');
  expect(seen).toEqual(['last']);
});

test('one that closes in time leaves no timer running', async () => {
  const signals: AbortSignal[] = [];
  const closing = createClosing({
    sleep: (_ms, signal) => {
      if (signal) signals.push(signal);
      return new Promise(() => {});
    },
  });
  closing.add('a', () => {});
  await closing.close();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test('what is opened while closing is closed too, and its error is told', async () => {
  const closing = createClosing();
  const seen: string[] = [];
  closing.add('a', () => {
    closing.add('late', () => {
      seen.push('late');
    });
  });
  await closing.close();
  expect(seen).toEqual(['late']);
  closing.add('later', () => Promise.reject(new Error('later failed')));
  await expect(closing.close()).rejects.toThrow('later failed');
});

test('nothing opened, nothing to close', async () => {
  await expect(createClosing().close()).resolves.toBeUndefined();
});
