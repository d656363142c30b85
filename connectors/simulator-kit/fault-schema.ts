import { z } from 'zod';
import type { FaultKind, FaultSpec } from './faults.js';

const KINDS: readonly FaultKind[] = [
  'latency',
  'status',
  'cut',
  'apply-then-cut',
  'apply-then-hang',
  'hold',
  'expired-token',
  'partial-failure',
  'poisoned-record',
  'poisoned-value',
  'webhook-duplicate',
  'webhook-reorder',
  'webhook-delay',
  'webhook-drop-answer',
  'event-gap',
  'event-overflow',
  'event-delay',
];

const text = z.string().optional();
const whole = z.number().int().min(0).optional();
const share = z.number().min(0).max(1).optional();

/** A fault as it comes over the control API; unknown fields are refused. */
export const FaultInput: z.ZodType<FaultSpec> = z.strictObject({
  kind: z.enum(KINDS as [FaultKind, ...FaultKind[]]),
  method: text,
  path: text,
  operation: text,
  probability: share,
  skip: whole,
  count: whole,
  ms: z.number().min(0).optional(),
  jitterMs: z.number().min(0).optional(),
  status: z.number().int().min(400).max(599).optional(),
  policy: text,
  retryAfterSeconds: whole,
  afterApply: z.boolean().optional(),
  rate: share,
  record: text,
  property: text,
  value: text,
  code: text,
  message: text,
});
