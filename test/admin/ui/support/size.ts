import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { screens } from '../../../../src/admin/ui/screens/index.js';
import { type Area, LANGUAGES, type Language } from '../../../../src/admin/ui/texts/index.js';
import { screenFiles } from './screen-files.js';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

/** The chunk and all that it needs before it can run. */
function closure(manifest: Manifest, key: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`${key} is no chunk of the build`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const one of chunk.imports ?? []) closure(manifest, one, found);
  return found;
}

/** Areas that stand in another file than that of their name. */
const FILES: Readonly<Record<Language, Readonly<Partial<Record<Area, string>>>>> = {
  en: { said: 'first', phrase: 'first', fields: 'first', fieldValues: 'field-values' },
  de: { phrase: 'words', fields: 'words', fieldValues: 'words' },
};

export interface FirstLoad {
  readonly path: string;
  readonly language: Language;
  /** Bytes of JavaScript, compressed, that a reader loads who opens the app at this screen. */
  readonly bytes: number;
}

/** What each screen of the built app costs as the first one, in each language. */
export function firstLoads(folder: string): FirstLoad[] {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'));
  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  const sizes = new Map<string, number>();
  const sizeOf = (file: string): number => {
    const known = sizes.get(file) ?? gzipSync(readFileSync(join(folder, file))).length;
    sizes.set(file, known);
    return known;
  };
  return screens.flatMap((screen) => {
    return LANGUAGES.map((language) => {
      const texts = screen.texts.map((area) => FILES[language][area] ?? area);
      const keys = [
        ...entries,
        ...screenFiles(screen),
        ...['first', ...texts].map((file) => `texts/${language}/${file}.ts`),
      ];
      const files = new Set(keys.flatMap((one) => [...closure(manifest, one)]));
      const bytes = [...files].reduce((sum, file) => sum + sizeOf(file), 0);
      return { path: screen.path, language, bytes };
    });
  });
}
