import { z } from 'zod';
import { PlumblineError } from '../../../src/lib/errors.js';
import type { Activity } from '../../simulator-kit/activity.js';
import type { Simulator } from './simulator.js';

export type Act = (simulator: Simulator, input: unknown) => unknown;

/** An act whose input is checked. */
export function act<S extends z.ZodType>(
  schema: S,
  run: (simulator: Simulator, input: z.output<S>) => unknown,
): Act {
  return (simulator, input) => {
    const parsed = schema.safeParse(input ?? {});
    if (parsed.success) return run(simulator, parsed.data);
    const where = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new PlumblineError('simulator-act', `The act's input is wrong: ${where.join('; ')}`, {
      status: 400,
    });
  };
}

const Fields = z.record(z.string(), z.unknown());
const options = { by: z.string().optional(), lateMs: z.number().optional() };
const at = z.number().int().optional();
const ActivityIn = z.discriminatedUnion('kind', [
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
]);

/**
 * The acts of `POST /_simulator/acts/{name}`. `by` is a user's id, `integration` or `automation`; the
 * admin when absent. `lateMs` sets the stamp back, as when a transaction commits late.
 */
export const ACTS: Readonly<Record<string, Act>> = {
  create: act(
    z.strictObject({ object: z.string(), fields: Fields, ...options }),
    ({ acts }, input) => ({ id: acts.create(input.object, input.fields, input).id }),
  ),
  edit: act(
    z.strictObject({ object: z.string(), id: z.string(), fields: Fields, ...options }),
    ({ acts }, input) => ({ id: acts.edit(input.object, input.id, input.fields, input).id }),
  ),
  set: act(
    z.strictObject({ object: z.string(), id: z.string(), fields: Fields, ...options }),
    ({ acts }, input) => ({ id: acts.set(input.object, input.id, input.fields, input).id }),
  ),
  delete: act(
    z.strictObject({ object: z.string(), id: z.string(), ...options }),
    ({ acts }, input) => acts.delete(input.object, input.id, input),
  ),
  undelete: act(
    z.strictObject({ object: z.string(), id: z.string(), ...options }),
    ({ acts }, input) => acts.undelete(input.object, input.id, input),
  ),
  behave: act(
    z.strictObject({ who: z.string(), activity: ActivityIn, ...options }),
    ({ acts, clock }, input) => {
      const { activity } = input;
      const dated = { ...activity, at: activity.at ?? clock.now() } as Activity;
      return acts.behave(input.who, dated, input) ?? {};
    },
  ),
  respond: act(
    z.strictObject({
      who: z.string(),
      campaign: z.string(),
      status: z.string().optional(),
      ...options,
    }),
    ({ acts }, input) => ({
      id: acts.respond(input.who, input.campaign, input.status, input).id,
    }),
  ),
  'complete-task': act(z.strictObject({ task: z.string(), ...options }), ({ acts }, input) => ({
    id: acts.completeTask(input.task, input).id,
  })),
};
