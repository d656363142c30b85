/** What the sources of the screens say: where each is, and the areas of texts that it is drawn with. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Screen } from '../../../../src/admin/ui/screens/index.js';
import type { Area } from '../../../../src/admin/ui/texts/index.js';
import { AREAS } from './texts.js';

const UI = join(import.meta.dirname, '../../../../src/admin/ui');

const LINES = [
  ...readFileSync(join(UI, 'screens/index.ts'), 'utf8').matchAll(
    /path: '([^']+)',[^}]*?import\('([^']+)'\)/g,
  ),
];

const sourceOf = (path: string): string => {
  const found = ['.ts', '.tsx'].map((end) => path.replace(/\.js$/, end)).find(existsSync);
  if (found === undefined) throw new Error(`${path} is no source`);
  return found;
};

/** What a screen asks for as it begins, while its data are read: the editors with the parser of YAML. */
const BESIDE: Readonly<Record<string, string>> = {
  'screens/model/model.tsx': 'screens/model/loaded-model.tsx',
  'screens/mappings/workbench.tsx': 'screens/mappings/desk.tsx',
};

/** The files that a screen begins with, from the folder of the user interface. */
export function screenFiles({ path }: Screen): string[] {
  const line = LINES.find(([, one]) => one === path);
  if (!line) throw new Error(`screens/index.ts has no line for ${path}`);
  const file = relative(UI, sourceOf(join(UI, 'screens', line[2] ?? '')));
  const beside = BESIDE[file];
  return beside === undefined ? [file] : [file, beside];
}

/** A file and what it imports at once, texts apart. */
function together(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file) || relative(UI, file).startsWith('texts/')) return found;
  const text = readFileSync(file, 'utf8');
  found.set(file, text);
  for (const [, path = ''] of text.matchAll(
    /^(?:import|export) (?!type)[^;]*?from '(\.[^']+\.js)'/gm,
  )) {
    together(sourceOf(join(dirname(file), path)), found);
  }
  return found;
}

/** Named at once, taken out of the whole, or read from it further down. */
function areasIn(text: string): string[] {
  return text
    .split(/\bconst (?=[^;=]* = useTexts\(\);)/)
    .flatMap((part) => [
      ...[...part.matchAll(/useTexts\(\)\.(\w+)/g)].map(([, area = '']) => area),
      ...[...part.matchAll(/^\{([^{}]*)\} = useTexts\(\);/g)].flatMap(([, names = '']) =>
        names.split(',').map((name) => name.split(':')[0]?.trim() ?? ''),
      ),
      ...[...part.matchAll(/^(\w+) = useTexts\(\);/g)].flatMap(([, name]) =>
        [...part.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, area = '']) => area),
      ),
    ]);
}

/** The areas that a source and all that comes with it use. */
export function areasUsedBy(file: string): Area[] {
  const found = [...together(join(UI, file)).values()].flatMap(areasIn);
  return AREAS.filter((area) => found.includes(area));
}
