import { z } from 'zod';
import type { Snapshot } from './change.js';
import { SOURCE_KINDS } from './change.js';

const historical = z.object({
  value: z.string().nullable(),
  at: z.number(),
  source: z.object({ kind: z.enum(SOURCE_KINDS), id: z.string().optional() }),
});

const snapshot = z.object({
  object: z.string(),
  record: z.string(),
  modifiedAt: z.number(),
  createdAt: z.number().optional(),
  properties: z.record(z.string(), z.string().nullable()),
  history: z.record(z.string(), z.array(historical)).optional(),
  perhapsSeveral: z.array(z.string()).optional(),
  links: z
    .record(z.string(), z.array(z.object({ record: z.string(), primary: z.boolean().optional() })))
    .optional(),
  aliases: z.array(z.string()).optional(),
  becomes: z.object({ object: z.string(), record: z.string() }).optional(),
});

/** What a read returned, in the form in which it is stored as a delivery and split later. */
export const pageSchema = z.object({
  /** When the CRM was asked, milliseconds since the epoch. */
  readAt: z.number(),
  /** `backfill` stays quiet; it and `sweep` wait behind live work. */
  origin: z.enum(['poll', 'fetch', 'backfill', 'sweep']),
  snapshots: z.array(snapshot),
  /** Asked for by id and not there. */
  missing: z.array(z.object({ object: z.string(), record: z.string() })),
});

export interface Page {
  readonly readAt: number;
  readonly origin: 'poll' | 'fetch' | 'backfill' | 'sweep';
  readonly snapshots: readonly Snapshot[];
  readonly missing: readonly { readonly object: string; readonly record: string }[];
}
