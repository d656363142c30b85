/** The JSON Schemas of the documents that people edit, so that their editors check and complete them. */
import { z } from 'zod';
import { alertsSchema } from '../alerts/schema.js';
import { lifecycleSchema } from '../lifecycle/schema.js';
import { mappingJsonSchema } from '../mapping/json-schema.js';
import { modelJsonSchema } from '../scoring/schema.js';

/** Folder of the written schemas, from the package's root. */
export const SCHEMA_FOLDER = 'config/schema';

/** File name -> its text. What one field says about another is checked by loading alone. */
export function documentSchemas(): ReadonlyMap<string, string> {
  const generated = (schema: z.ZodType): Record<string, unknown> =>
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const schemas = {
    model: { title: 'Plumbline scoring model', ...modelJsonSchema() },
    mapping: mappingJsonSchema(),
    lifecycle: { title: 'Plumbline lifecycle', ...generated(lifecycleSchema) },
    alerts: { title: 'Plumbline alerts', ...generated(alertsSchema) },
  };
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  );
}
