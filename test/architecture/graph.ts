/**
 * Who imports whom, read with swc: dependency-cruiser's own swc parser reads no .tsx and cannot tell
 * `import type` from `import`, and its other parsers need TypeScript below 7.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';

export interface Edge {
  /** Paths from the root, with forward slashes. */
  readonly from: string;
  readonly to: string;
  /** Only types cross: nothing is left of it at run time. */
  readonly typeOnly: boolean;
}

interface Node {
  readonly type?: string;
  readonly source?: { readonly value: string } | null;
  readonly typeOnly?: boolean;
  readonly specifiers?: readonly { readonly isTypeOnly?: boolean }[];
  readonly callee?: { readonly type: string };
  readonly arguments?: readonly { readonly expression: { readonly value?: unknown } }[];
}

interface Import {
  readonly module: string;
  readonly typeOnly: boolean;
}

function importOf(node: Node): Import | undefined {
  if (node.type === 'CallExpression' && node.callee?.type === 'Import') {
    const module = node.arguments?.[0]?.expression.value;
    return typeof module === 'string' ? { module, typeOnly: false } : undefined;
  }
  const isImport = node.type === 'ImportDeclaration' || node.type?.startsWith('Export');
  if (!isImport || !node.source) return undefined;
  const specifiers = node.specifiers ?? [];
  const allTypes = specifiers.length > 0 && specifiers.every((one) => one.isTypeOnly === true);
  return { module: node.source.value, typeOnly: node.typeOnly === true || allTypes };
}

function collect(node: unknown, found: Import[]): void {
  if (Array.isArray(node)) for (const entry of node) collect(entry, found);
  else if (node !== null && typeof node === 'object') {
    const one = importOf(node);
    if (one !== undefined) found.push(one);
    for (const value of Object.values(node)) collect(value, found);
  }
}

/** The relative imports of one file's text. */
export function importsOf(text: string, tsx = false): readonly Import[] {
  const found: Import[] = [];
  collect(parseSync(text, { syntax: 'typescript', tsx, target: 'es2022' }).body, found);
  return found.filter(({ module }) => module.startsWith('.'));
}

function resolve(root: string, from: string, module: string): string | undefined {
  const base = path.posix.join(path.posix.dirname(from), module);
  const stem = base.replace(/\.js$/, '');
  return [`${stem}.ts`, `${stem}.tsx`, base, `${base}/index.ts`].find(
    (candidate) => path.posix.extname(candidate) !== '' && existsSync(path.join(root, candidate)),
  );
}

const SKIPPED = new Set(['node_modules', 'dist']);

/** The TypeScript files below the folders, from the root. A CRM's own projects (app, package) are not ours to order. */
export function sourcesOf(root: string, folders: readonly string[]): readonly string[] {
  const list = (folder: string): string[] =>
    readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory())
        return SKIPPED.has(entry.name) || /^connectors\/\w+\/(app|package)$/.test(name)
          ? []
          : list(name);
      return /\.tsx?$/.test(entry.name) ? [name] : [];
    });
  return folders.filter((folder) => existsSync(path.join(root, folder))).flatMap(list);
}

/** All imports between the files. */
export function readEdges(root: string, files: readonly string[]): readonly Edge[] {
  return files.flatMap((from) =>
    importsOf(readFileSync(path.join(root, from), 'utf8'), from.endsWith('x')).flatMap(
      ({ module, typeOnly }) => {
        const to = resolve(root, from, module);
        return to === undefined ? [] : [{ from, to, typeOnly }];
      },
    ),
  );
}

/** Rings of files, each as the path around it; types count, for a ring of types is as hard to read. */
export function findCycles(edges: readonly Edge[]): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at !== -1) rings.push([...trail.slice(at), file].join(' -> '));
    if (at !== -1 || done.has(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...trail, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return rings;
}
