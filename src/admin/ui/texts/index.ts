/**
 * All texts of the app, read area by area. `useTexts().leads.title` in a component; a new area is a file
 * in `en/` and one in `de/`, and a line in both `index.ts`. An area holds sentences and functions of
 * values already formatted. The areas that a screen begins with stand at its line in
 * `screens/index.ts` and come with it; any other is waited for where it is first used.
 */
import { createContext, use } from 'react';
import { type Catalogue, createCatalogue } from './catalogue.js';
import { de } from './de/index.js';
import { en, type Texts } from './en/index.js';

export type { Texts } from './en/index.js';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Area = keyof Texts;

export const isLanguage = (text: unknown): text is Language =>
  LANGUAGES.some((language) => language === text);

const catalogues: Readonly<Record<Language, Catalogue<Texts>>> = {
  en: createCatalogue<Texts>(en),
  de: createCatalogue<Texts>(de),
};
let chosen = catalogues.en;

/** Makes a language the one that is read from now on; with everything that was read of the former. */
export async function chooseTexts(language: Language): Promise<Texts> {
  const former = chosen;
  const next = catalogues[language];
  chosen = next;
  await next.read(['common', 'shell', ...former.asked()]);
  return next.texts;
}

/** Reads areas in the chosen language, ahead of the components that use them. */
export const readTexts = (areas: readonly Area[]): Promise<void> => chosen.read(areas);

export const TextsContext = createContext<Texts>(catalogues.en.texts);

export const useTexts = (): Texts => use(TextsContext);
