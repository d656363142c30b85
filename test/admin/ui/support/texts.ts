import { createCatalogue } from '../../../../src/admin/ui/texts/catalogue.js';
import { de } from '../../../../src/admin/ui/texts/de/index.js';
import { en, type Texts } from '../../../../src/admin/ui/texts/en/index.js';
import type { Area, Language } from '../../../../src/admin/ui/texts/index.js';

export const AREAS = Object.keys(en) as Area[];

/** Every text of a language. */
export async function allTexts(language: Language): Promise<Texts> {
  const catalogue = createCatalogue<Texts>(language === 'de' ? de : en);
  // One by one: Jest loses its way where two imports begin at once and meet in a module.
  for (const area of AREAS) await catalogue.read([area]);
  return catalogue.texts;
}
