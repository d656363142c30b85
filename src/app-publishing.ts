/** What previewing and publishing need of the app. */
import { createModelProperties, planModelProperties } from './accounts/model-properties.js';
import type { App } from './app-types.js';
import type { PlanDependencies } from './evaluate/plan-model.js';
import type { PreviewDependencies } from './evaluate/preview/ground.js';
import { createPublishing, type Publishing } from './evaluate/publishing/publishing.js';
import { readInstalled } from './lib/installed.js';
import { afterPublication } from './pipeline.js';

/** What plans of models are made with. */
export function planDependencies({
  pool,
  connectors,
}: Pick<App, 'pool' | 'connectors'>): PlanDependencies {
  const names = [...connectors].map(
    ([crm, { declaration }]) => [crm, (output: string) => declaration.outputName(output)] as const,
  );
  return { pool, readList: readInstalled, outputNames: Object.fromEntries(names) };
}

export function previewDependencies(
  app: Pick<App, 'pool' | 'connectors' | 'connector' | 'pipeline' | 'clock'>,
): PreviewDependencies {
  const { pool, connectors, connector, clock, pipeline } = app;
  return {
    pool,
    connectors,
    instance: pipeline.instance,
    tasksPerOwnerPerDay: pipeline.tasksPerOwnerPerDay,
    readList: readInstalled,
    outputName: (crm, output) => connector(crm).declaration.outputName(output),
    clock,
  };
}

export function createAppPublishing(app: App): Publishing {
  return createPublishing({
    ...previewDependencies(app),
    outputNames: app.pipeline.outputNames,
    createProperties: async (workspace, model) => {
      const planned = await planModelProperties(app, workspace, [model]);
      await createModelProperties(app, planned, [model]);
    },
    published: async (enacted) => {
      for (const step of await afterPublication(app.pipeline, enacted)) app.wakes.wake(step);
    },
  });
}
