import { createCatalogue } from '../../../../src/admin/ui/texts/catalogue.js';
import { de } from '../../../../src/admin/ui/texts/de/index.js';
import { en, type Texts } from '../../../../src/admin/ui/texts/en/index.js';
import type { Area, Language } from '../../../../src/admin/ui/texts/index.js';

export const AREAS = Object.keys(en) as Area[];

/** Every text of a language. */
export async function allTexts(language: Language): Promise<Texts> {
  const catalogue = createCatalogue<Texts>(language === 'de' ? de : en);
  await catalogue.read(AREAS);
  return catalogue.texts;
}
