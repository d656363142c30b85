import { z } from 'zod';
import { nearest } from './nearest.js';

const PLACE = /\{\{\s*([^{}\s]*)\s*\}\}/g;

/** The names used in a text, in order of appearance. */
export function templateNames(text: string): string[] {
  return [...text.matchAll(PLACE)].map((match) => match[1] ?? '');
}

/** A text with `{{name}}` places; any name but the given ones is refused when the document is loaded. */
export function templateSchema(names: readonly string[]): z.ZodType<string> {
  return z.string().superRefine((text, context) => {
    for (const name of templateNames(text)) {
      if (names.includes(name)) continue;
      const suggestion = nearest(name, names);
      context.addIssue({
        code: 'custom',
        message: `unknown place "{{${name}}}"; known: ${names.join(', ')}`,
        params: suggestion === undefined ? {} : { suggestion },
      });
    }
    if (/\{\{|\}\}/.test(text.replace(PLACE, ''))) {
      context.addIssue({ code: 'custom', message: 'a place is written {{name}}, closed by }}' });
    }
  });
}

/** Fills the places. Values go in as plain text and are never read as a template; a missing one is empty. */
export function renderTemplate(
  text: string,
  values: Readonly<Record<string, string | number | null | undefined>>,
): string {
  return text.replace(PLACE, (_, name: string) =>
    Object.hasOwn(values, name) ? String(values[name] ?? '') : '',
  );
}
