import { z } from 'zod';

/** When it happened, ms; now when absent. */
const at = z.number().int().optional();

/** Sales activities as they come over a control API: those that leave a record in every CRM. */
export const SALES_ACTIVITIES = [
  z.strictObject({
    kind: z.literal('meeting'),
    at,
    outcome: z.enum(['COMPLETED', 'NO_SHOW', 'CANCELED', 'SCHEDULED']).default('COMPLETED'),
    title: z.string().default('Meeting'),
  }),
  z.strictObject({
    kind: z.literal('call'),
    at,
    direction: z.enum(['INBOUND', 'OUTBOUND']).default('OUTBOUND'),
    answered: z.boolean().default(true),
    durationMs: z.number().int().default(120_000),
  }),
  z.strictObject({
    kind: z.literal('sales_email'),
    at,
    incoming: z.boolean().default(false),
    subject: z.string().default('Hello'),
  }),
] as const;
