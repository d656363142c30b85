import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

/** The chunk and all that it needs before it can run. */
function closure(manifest: Manifest, key: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (chunk === undefined || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const one of chunk.imports ?? []) closure(manifest, one, found);
  return found;
}

export interface ScreenSize {
  readonly screen: string;
  /** Bytes of JavaScript, compressed, that a reader loads who opens the app at this screen. */
  readonly bytes: number;
}

/** What a screen asks for as it begins, while its data are read: the editors with the parser of YAML. */
const BESIDE: Readonly<Record<string, string>> = {
  'screens/model/model.tsx': 'screens/model/loaded-model.tsx',
  'screens/mappings/workbench.tsx': 'screens/mappings/desk.tsx',
};

/**
 * What each screen of the built app costs as the first one, largest first; with `beside` together with
 * what comes while its data are read.
 */
export function firstLoads(folder: string, beside = false): ScreenSize[] {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'));
  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  const screens = entries
    .flatMap((key) => manifest[key]?.dynamicImports ?? [])
    .filter((key) => /^(screens|demo)\//.test(key));
  const sizes = new Map<string, number>();
  const sizeOf = (file: string): number => {
    const known = sizes.get(file) ?? gzipSync(readFileSync(join(folder, file))).length;
    sizes.set(file, known);
    return known;
  };
  return screens
    .map((screen) => {
      const more = beside ? [BESIDE[screen] ?? screen] : [];
      const keys = [...entries, screen, ...more];
      if (more.some((key) => manifest[key] === undefined)) throw new Error(`${more} is no chunk`);
      const files = new Set(keys.flatMap((key) => [...closure(manifest, key)]));
      const bytes = [...files].reduce((sum, file) => sum + sizeOf(file), 0);
      return { screen, bytes };
    })
    .sort((a, b) => b.bytes - a.bytes);
}
