/** The events API: what other systems tell of people. */
import { z } from 'zod';
import { endpoint, moment } from './endpoint.js';

const count = z.number().int().nonnegative();

export const eventAnswerSchema = z.object({
  /** Events that are stored now. */
  accepted: count,
  /** Lines whose id was known, here or before: they change nothing. */
  duplicates: count,
  /** Lines that are not stored, by their number from 1; everything else of the request is. */
  rejected: z.array(z.object({ line: z.number().int(), reason: z.string() })),
});
export type EventAnswer = z.infer<typeof eventAnswerSchema>;

export const eventsApi = {
  tell: endpoint({
    method: 'post',
    path: '/events',
    access: 'editor',
    summary:
      'Stores events of people, one JSON object a line: email or record, type, occurredAt, id, attributes.',
    consumes: 'application/x-ndjson',
    answer: eventAnswerSchema,
  }),
  types: endpoint({
    method: 'get',
    path: '/events/types',
    access: 'viewer',
    summary: 'Lists the types of activity that events were told of, with their channels.',
    answer: z.object({
      items: z.array(z.object({ type: z.string(), channel: z.string(), since: moment })),
    }),
  }),
};
