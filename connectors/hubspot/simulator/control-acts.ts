import { z } from 'zod';
import type { Activity } from '../../simulator-kit/activity.js';
import { SALES_ACTIVITIES } from '../../simulator-kit/activity-schema.js';
import { type Act as AnyAct, checkedAct } from '../../simulator-kit/acts.js';
import { FORMS } from '../../simulator-kit/job-titles.js';
import type { StoredRecord } from '../../simulator-kit/store.js';
import type { Actor } from './acts.js';
import { objectType } from './object-types.js';
import type { Simulator } from './simulator.js';

const Values = z.record(z.string(), z.string());
const ActorIn = z.union([
  z.strictObject({ userId: z.number().int() }),
  z.strictObject({ appId: z.string() }),
  z.literal(['import', 'automation']),
]);
const by = ActorIn.optional();
const portal = z.string().optional();
const FormIn = z.enum(Object.keys(FORMS) as [keyof typeof FORMS, ...(keyof typeof FORMS)[]]);
const typeName = z
  .string()
  .default('contacts')
  .transform((word, context) => {
    const type = objectType(word);
    if (!type) context.addIssue(`unknown object type ${word}`);
    return type?.name ?? word;
  });

const at = z.number().int().optional();
const ActivityIn = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('form'), at, form: FormIn, page: z.string().default('/') }),
  z.strictObject({
    kind: z.enum(['email_sent', 'email_open', 'email_click']),
    at,
    campaign: z.string().default('monthly-news'),
  }),
  z.strictObject({ kind: z.literal('page_view'), at, page: z.string().default('/') }),
  ...SALES_ACTIVITIES,
]);

type Act = AnyAct<Simulator>;

function act<S extends z.ZodType>(
  schema: S,
  run: (simulator: Simulator, input: z.output<S>) => unknown,
): Act {
  return checkedAct(schema, run);
}

const idOf = (record: StoredRecord): { id: string } => ({ id: record.id });
const asActor = (actor: z.output<typeof by>): Actor | undefined => actor;

/** The acts of `POST /_simulator/acts/{name}`. `by` defaults to the account's first user. */
export const ACTS: Readonly<Record<string, Act>> = {
  'edit-property': act(
    z.strictObject({
      portal,
      type: typeName,
      id: z.string(),
      property: z.string(),
      value: z.string(),
      by,
    }),
    (simulator, input) => ({
      changes: simulator
        .acts(input.portal)
        .edit(input.type, input.id, { [input.property]: input.value }, asActor(input.by)),
    }),
  ),
  edit: act(
    z.strictObject({ portal, type: typeName, id: z.string(), properties: Values, by }),
    (simulator, input) => ({
      changes: simulator
        .acts(input.portal)
        .edit(input.type, input.id, input.properties, asActor(input.by)),
    }),
  ),
  'edit-company': act(
    z.strictObject({ portal, id: z.string(), properties: Values, by }),
    (simulator, input) => ({
      changes: simulator
        .acts(input.portal)
        .edit('companies', input.id, input.properties, asActor(input.by)),
    }),
  ),
  'change-stage': act(
    z.strictObject({ portal, contact: z.string(), stage: z.string(), by }),
    (simulator, input) => ({
      changes: simulator
        .acts(input.portal)
        .changeStage(input.contact, input.stage, asActor(input.by)),
    }),
  ),
  'fill-form': act(
    z.strictObject({
      portal,
      contact: z.string(),
      form: FormIn.default('demo'),
      property: z.string().optional(),
      rollUps: z.boolean().optional(),
    }),
    (simulator, input) =>
      simulator
        .acts(input.portal)
        .fillForm(input.contact, input.form, input.property, input.rollUps),
  ),
  behave: act(
    z.strictObject({ portal, contact: z.string(), activity: ActivityIn }),
    (simulator, input) => {
      const { activity } = input;
      const dated = { ...activity, at: activity.at ?? simulator.clock.now() } as Activity;
      const made = simulator.acts(input.portal).behave(input.contact, dated);
      return made ? { type: made.type, id: made.id } : {};
    },
  ),
  'log-note': act(
    z.strictObject({ portal, contact: z.string(), body: z.string(), by }),
    (simulator, input) =>
      idOf(simulator.acts(input.portal).logNote(input.contact, input.body, asActor(input.by))),
  ),
  'create-contact': act(
    z.strictObject({ portal, properties: Values, company: z.string().optional(), by }),
    (simulator, input) =>
      idOf(
        simulator
          .acts(input.portal)
          .createContact(input.properties, input.company, asActor(input.by)),
      ),
  ),
  archive: act(z.strictObject({ portal, type: typeName, id: z.string(), by }), (simulator, input) =>
    simulator.acts(input.portal).archive(input.type, input.id, asActor(input.by)),
  ),
  restore: act(z.strictObject({ portal, type: typeName, id: z.string(), by }), (simulator, input) =>
    simulator.acts(input.portal).restore(input.type, input.id, asActor(input.by)),
  ),
  erase: act(z.strictObject({ portal, contact: z.string(), by }), (simulator, input) =>
    simulator.acts(input.portal).erase(input.contact, asActor(input.by)),
  ),
  merge: act(
    z.strictObject({ portal, type: typeName, primary: z.string(), loser: z.string(), by }),
    (simulator, input) =>
      idOf(
        simulator
          .acts(input.portal)
          .merge(input.type, input.primary, input.loser, asActor(input.by)),
      ),
  ),
  'create-deal': act(
    z.strictObject({ portal, contact: z.string(), properties: Values.default({}), by }),
    (simulator, input) =>
      idOf(
        simulator.acts(input.portal).createDeal(input.contact, input.properties, asActor(input.by)),
      ),
  ),
  'move-deal': act(
    z.strictObject({ portal, deal: z.string(), stage: z.string(), by }),
    (simulator, input) => ({
      changes: simulator.acts(input.portal).moveDeal(input.deal, input.stage, asActor(input.by)),
    }),
  ),
  'complete-task': act(z.strictObject({ portal, task: z.string(), by }), (simulator, input) => ({
    changes: simulator.acts(input.portal).completeTask(input.task, asActor(input.by)),
  })),
};
