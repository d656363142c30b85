import { z } from 'zod';
import { mappingSchema } from './schema.js';

/** JSON Schema (draft 2020-12) of the mapping document, for editors and the admin page. */
export function mappingJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(mappingSchema, { io: 'input', target: 'draft-2020-12' }),
    title: 'Plumbline mapping',
  };
}
