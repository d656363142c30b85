import { expect, test } from '@jest/globals';
import { screens } from '../../../src/admin/ui/screens/index.js';
import { createCatalogue } from '../../../src/admin/ui/texts/catalogue.js';
import { areasUsedBy, screenFiles } from './support/screen-files.js';

/** Come with every screen, or are waited for where they stand: failures, and what changed. */
const FREE = new Set(['common', 'shell', 'said', 'modelChange']);

test('a screen comes with the texts that it is drawn with', () => {
  for (const screen of screens) {
    const missing = screenFiles(screen)
      .flatMap(areasUsedBy)
      .filter((area) => !FREE.has(area) && !screen.texts.includes(area));
    expect([screen.path, missing]).toEqual([screen.path, []]);
  }
});

test('an area is read once, and again only after a failure', async () => {
  let reads = 0;
  const catalogue = createCatalogue<{ readonly title: string }>({
    title: async () => {
      reads += 1;
      if (reads === 1) throw new Error('The server does not answer.');
      return { title: 'Leads' };
    },
  });
  await expect(catalogue.read(['title'])).rejects.toThrow('The server does not answer.');
  expect(catalogue.asked()).toEqual([]);
  await Promise.all([catalogue.read(['title']), catalogue.read(['title'])]);
  expect(catalogue.texts.title).toBe('Leads');
  expect(catalogue.asked()).toEqual(['title']);
  expect(reads).toBe(2);
});
