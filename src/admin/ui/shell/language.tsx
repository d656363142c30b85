import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { createFormats, type Formats } from '../lib/formats.js';
import { readStored, writeStored } from '../lib/stored.js';
import {
  chooseTexts,
  isLanguage,
  type Language,
  type Texts,
  TextsContext,
} from '../texts/index.js';

const KEY = 'plumbline.language';

interface Choice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<Choice | null>(null);
const FormatsContext = createContext<Formats>(createFormats('en'));

/** Numbers and times as the reader writes them. */
export const useFormats = (): Formats => use(FormatsContext);

export function useLanguage(): Choice {
  const choice = use(LanguageContext);
  if (choice === null) throw new Error('useLanguage needs a LanguageProvider above it');
  return choice;
}

/** The language chosen before, else the first of the browser's that there are texts in. */
export function firstLanguage(): Language {
  const stored = readStored(KEY);
  if (isLanguage(stored)) return stored;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

/** The reader's own variant of a language where they have one: British dates for English. */
function localeOf(language: Language): string {
  return navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
}

interface Loaded {
  readonly language: Language;
  readonly texts: Texts;
}

/** `first` is loaded before the first drawing, so that no text changes under the reader's eyes. */
export function LanguageProvider({ first, children }: { first: Loaded; children: ReactNode }) {
  const [{ language, texts }, setLoaded] = useState(first);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        writeStored(KEY, next);
        void chooseTexts(next).then((loaded) => setLoaded({ language: next, texts: loaded }));
      },
    }),
    [language],
  );
  const formats = useMemo(() => createFormats(localeOf(language)), [language]);
  return (
    <LanguageContext value={choice}>
      <FormatsContext value={formats}>
        <TextsContext value={texts}>{children}</TextsContext>
      </FormatsContext>
    </LanguageContext>
  );
}
