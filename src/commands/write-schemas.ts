/** `npm run schemas`: writes the JSON Schemas of the documents into config/schema. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/root.js';
import { documentSchemas, SCHEMA_FOLDER } from './document-schemas.js';

const folder = join(packageRoot(), SCHEMA_FOLDER);
mkdirSync(folder, { recursive: true });
for (const [file, text] of documentSchemas()) writeFileSync(join(folder, file), text);
