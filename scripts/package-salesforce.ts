/** `npm run package:salesforce`: writes what of the Salesforce package is made from our own declarations. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageSource } from '../connectors/salesforce/package-source.js';
import { OUTPUT_PROPERTIES } from '../src/accounts/outputs.js';
import { packageRoot } from '../src/lib/root.js';

const folder = join(packageRoot(), 'connectors/salesforce/package');
const files = packageSource(OUTPUT_PROPERTIES);
// What is no longer declared goes; what is written by hand stands in other folders.
for (const path of new Set([...files.keys()].map((one) => dirname(one)))) {
  rmSync(join(folder, path), { recursive: true, force: true });
}
for (const [path, text] of files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
