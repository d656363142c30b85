import { parseDocument } from 'yaml';

/** The text of a model under another name; comments and layout stay. */
export function renameModel(text: string, name: string): string {
  const line = /^model:.*$/m;
  if (line.test(text)) return text.replace(line, `model: ${name}`);
  const tree = parseDocument(text);
  tree.set('model', name);
  return tree.toString();
}
