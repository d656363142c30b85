import { z } from 'zod';
import { type Change, SOURCE_KINDS } from './change.js';

/** What every change has; the rest is as the connector made it, in the same installation. */
const change = z.looseObject({
  kind: z.enum([
    'value',
    'withheld',
    'created',
    'deleted',
    'restored',
    'erased',
    'merged',
    'linked',
    'unlinked',
  ]),
  object: z.string(),
  record: z.string(),
  at: z.number(),
  event: z.string(),
  source: z.object({ kind: z.enum(SOURCE_KINDS), id: z.string().optional() }),
});

/** Changes in the form in which a stream's batch is stored as a delivery and split later. */
export const changesSchema = z
  .array(change)
  .transform((list) => list as unknown as readonly Change[]);
