/** A workspace with stored, scored leads and a workbench over them. */
import { readFileSync } from 'node:fs';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { createDocuments } from '../../../src/evaluate/documents.js';
import {
  createModelWorkbench,
  type ModelWorkbench,
} from '../../../src/evaluate/model-workbench/index.js';
import { publishShipped } from '../../../src/evaluate/shipped.js';
import { evaluateLeads } from '../../../src/evaluate/step.js';
import { DAY } from '../../../src/lib/clock.js';
import { silentLogger } from '../../../src/lib/logger.js';
import { createIntakeWorld, type IntakeWorld } from '../../support/intake-world.js';

export const NOW = Date.parse('2026-03-02T12:00:00Z');
export const LEADS = 60;

export interface WorkbenchWorld {
  readonly intake: IntakeWorld;
  readonly workspace: number;
  readonly workbench: ModelWorkbench;
  /** One that knows what was published a moment ago. */
  fresh(): ModelWorkbench;
  readonly text: string;
  close(): Promise<void>;
}

const iso = (at: number): string => new Date(at).toISOString();

/** Every second person is a director, every third has just asked for a demo, every tenth has no country. */
function contact(index: number) {
  const asked = index % 3 === 0;
  return {
    object: 'contacts',
    record: String(index + 1),
    modifiedAt: NOW - DAY,
    createdAt: NOW - 30 * DAY,
    properties: {
      email: `person${index}@firm${index % 7}.example`,
      firstname: `Given${index}`,
      lastname: `Family${index}`,
      jobtitle: index % 2 === 0 ? 'Director of Sales' : 'Accountant',
      ...(index % 10 !== 0 && { country: index % 4 === 0 ? 'Finland' : 'Germany' }),
      lifecyclestage: 'lead',
      createdate: iso(NOW - 30 * DAY),
      ...(asked && {
        recent_conversion_event_name: 'Demo request',
        recent_conversion_date: iso(NOW - 5 * DAY - index * 60_000),
      }),
    },
  };
}

export async function createWorkbenchWorld(): Promise<WorkbenchWorld> {
  const intake = await createIntakeWorld(() => NOW);
  const { pool } = intake.database;
  const { workspace } = intake.account;
  await publishShipped(pool, workspace, '.', ['hubspot']);
  const connectors = new Map([['hubspot', hubspot]]);
  const readText = (path: string): string => readFileSync(path, 'utf8');
  const documents = createDocuments(pool, readText);
  await intake.page({
    readAt: NOW - 1,
    origin: 'fetch',
    snapshots: Array.from({ length: LEADS }, (_, index) => contact(index)),
    missing: [],
  });
  await intake.drain();
  const deps = { pool, documents, connectors, clock: () => NOW };
  while (
    (await evaluateLeads({
      ...deps,
      log: silentLogger,
      tasksPerOwnerPerDay: 10,
      instance: 'i',
      marker: (key) => key,
    })) > 0
  );
  return {
    intake,
    workspace,
    workbench: createModelWorkbench({ ...deps, readText }),
    fresh: () =>
      createModelWorkbench({ ...deps, readText, documents: createDocuments(pool, readText) }),
    text: readText('config/scoring/b2b-default.yaml'),
    close: () => intake.database.drop(),
  };
}
