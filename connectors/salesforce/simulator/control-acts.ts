import { z } from 'zod';
import type { Activity } from '../../simulator-kit/activity.js';
import { SALES_ACTIVITIES } from '../../simulator-kit/activity-schema.js';
import { type Act as AnyAct, checkedAct } from '../../simulator-kit/acts.js';
import type { Simulator } from './simulator.js';

export type Act = AnyAct<Simulator>;

/** An act whose input is checked. */
export function act<S extends z.ZodType>(
  schema: S,
  run: (simulator: Simulator, input: z.output<S>) => unknown,
): Act {
  return checkedAct(schema, run);
}

const Fields = z.record(z.string(), z.unknown());
const options = { by: z.string().optional(), lateMs: z.number().optional() };
const ActivityIn = z.discriminatedUnion('kind', SALES_ACTIVITIES);

/**
 * The acts of `POST /_simulator/acts/{name}`. `by` is a user's id, `integration` or `automation`; the
 * admin when absent. `lateMs` sets the stamp back, as when a transaction commits late.
 */
export const ACTS: Readonly<Record<string, Act>> = {
  'install-package': act(
    z.strictObject({ namespace: z.string(), folder: z.string() }),
    (simulator, input) => simulator.installPackage(input),
  ),
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
