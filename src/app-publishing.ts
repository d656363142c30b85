/** What previewing and publishing need of the app. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from './app-types.js';
import type { PlanDependencies } from './evaluate/plan-model.js';
import type { PreviewDependencies } from './evaluate/preview/ground.js';
import { packageRoot } from './lib/root.js';

type Parts = Pick<App, 'pool' | 'connectors' | 'connector' | 'pipeline' | 'clock'>;

const root = packageRoot();

/** A published model is read by every process: its lists are the installation's, not a folder's. */
export const readInstalled = (path: string): string => readFileSync(join(root, path), 'utf8');

export function planDependencies({
  pool,
  connectors,
}: Pick<App, 'pool' | 'connectors'>): PlanDependencies {
  const names = [...connectors].map(
    ([crm, { declaration }]) => [crm, (output: string) => declaration.outputName(output)] as const,
  );
  return { pool, readList: readInstalled, outputNames: Object.fromEntries(names) };
}

export function previewDependencies(app: Parts): PreviewDependencies {
  return {
    pool: app.pool,
    connectors: app.connectors,
    instance: app.pipeline.instance,
    tasksPerOwnerPerDay: app.pipeline.tasksPerOwnerPerDay,
    readList: readInstalled,
    outputName: (crm, output) => app.connector(crm).declaration.outputName(output),
    clock: app.clock,
  };
}
