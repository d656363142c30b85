/**
 * All texts of the app. English comes with the first load, other languages when they are chosen.
 * `useTexts().leads.title` in a component; a new area is a file in `en/` and one in `de/`, and a line
 * in both `index.ts`. A catalogue holds sentences and functions of values already formatted.
 */
import { createContext, use } from 'react';
import { en, type Texts } from './en/index.js';

export type { Texts } from './en/index.js';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: unknown): text is Language =>
  LANGUAGES.some((language) => language === text);

/** The catalogue of a language; fetched when it is not English. */
export async function loadTexts(language: Language): Promise<Texts> {
  return language === 'de' ? (await import('./de/index.js')).de : en;
}

export const TextsContext = createContext<Texts>(en);

export const useTexts = (): Texts => use(TextsContext);
