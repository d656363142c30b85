import type { ModelWorkbench } from '../../../evaluate/model-workbench/index.js';
import { durationSchema } from '../../../language/duration.js';
import { CHANNELS } from '../../../lead/activity.js';
import { PlumblineError } from '../../../lib/errors.js';
import { modelSchema } from '../../../scoring/schema.js';
import type { modelsApi } from '../contract/models.js';
import type { Handlers } from '../router.js';
import { materialAnswer } from './models-material.js';

const decaySchema = modelSchema.shape.rules.element.shape.decay;

/** Handlers of the model editor; `workbench` knows the stored leads. */
export const modelRoutes = (workbench: ModelWorkbench): Handlers<typeof modelsApi> => ({
  material: async ({ who }) => {
    const material = await workbench.material(who.workspace);
    return {
      ...materialAnswer(material),
      channels: CHANNELS.filter((channel) => channel !== 'none'),
    };
  },
  check: ({ who, params, body }) => workbench.check(who.workspace, params.name, body.text),
  count: ({ who, body, signal }) => workbench.count(who.workspace, body.asks, body.lists, signal),
  sample: ({ who, params, body }) => workbench.sample(who.workspace, params.name, body.text),
  pin: async ({ who, params, body }) => {
    const { text, lead, at, label } = body;
    const wish = { lead: Number(lead), at: at === undefined ? null : Date.parse(at), name: label };
    return workbench.pin(who.workspace, params.name, text, wish);
  },
  curve: async ({ body }) => {
    const decay = decaySchema.safeParse(body.decay);
    const within = durationSchema.optional().safeParse(body.within);
    if (!decay.success || !within.success) {
      throw new PlumblineError('bad-decay', 'This decay cannot be drawn: correct its spans.', {
        status: 422,
      });
    }
    return { points: workbench.curve(decay.data, body.points, within.data) };
  },
  importSheet: async ({ params, body }) => {
    const { content, ...rest } = body;
    return workbench.importSheet({
      ...rest,
      name: params.name,
      bytes: Buffer.from(content, 'base64'),
    });
  },
  questions: async () => ({ items: workbench.questions().map(({ id, asset }) => ({ id, asset })) }),
  interview: async ({ params, body }) => workbench.interview(body.answers, params.name),
});
