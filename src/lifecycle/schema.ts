/** The lifecycle document: which facts move a lead from one stage to another. */
import { z } from 'zod';
import { positiveDurationSchema } from '../language/duration.js';
import { predicateSchema } from '../language/predicate.js';
import { STAGES } from '../lead/stage.js';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
  error: 'expected lower-case letters, digits and hyphens',
});

const transitionSchema = z.strictObject({
  /** Shown as the reason of the move, and kept in the history of stages: never reuse one for another meaning. */
  id,
  /** The reason as a sentence for people. */
  label: z.string().min(1).max(120).optional(),
  from: z.array(z.enum(STAGES)).min(1),
  to: z.enum(STAGES),
  when: predicateSchema,
  /** The condition must have held so long without a break. */
  for: positiveDurationSchema.optional(),
  /** Activities before the move do not count any more: the lead starts afresh. */
  restart: z.boolean().optional(),
  /** Points may move a lead backwards in the funnel. */
  back: z.boolean().optional(),
  /** When the condition ends, the lead goes back to the stage it came from. */
  reverts: z.boolean().optional(),
  /** An alert of the alerts document. */
  alert: id.optional(),
});

export const lifecycleSchema = z.strictObject({
  lifecycle: z.string().min(1).max(64),
  version: z.int().min(1),
  transitions: z.array(transitionSchema).min(1),
});

export type TransitionDocument = z.infer<typeof transitionSchema>;
export type LifecycleDocument = z.infer<typeof lifecycleSchema>;
