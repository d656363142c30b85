import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const docs = join(import.meta.dirname, '../../docs');
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** Width and height as the header of a PNG tells them. */
const sizeOf = (picture: Buffer) => [picture.readUInt32BE(16), picture.readUInt32BE(20)];

test('the docs show twelve pictures of screens, and keep no others', () => {
  const page = readFileSync(join(docs, 'screens.md'), 'utf8');
  const shown = [...page.matchAll(/\]\(screens\/([\w-]+\.png)\)/g)].map(([, file = '']) => file);
  expect(new Set(shown).size).toBe(12);
  expect(readdirSync(join(docs, 'screens')).sort()).toEqual([...shown].sort());
  for (const file of shown) {
    const picture = readFileSync(join(docs, 'screens', file));
    expect(picture.subarray(0, 8).equals(PNG)).toBe(true);
    expect(sizeOf(picture)).toEqual([1440, 900]);
  }
});
