import { documentSchemas } from '../document-schemas.js';
import { type Io, write } from '../io.js';

/** Prints the JSON Schema of a scoring model, as it stands in config/schema. */
export async function printSchema(io: Io): Promise<number> {
  await write(io.stdout, documentSchemas().get('model.schema.json') ?? '');
  return 0;
}
