/** Intake and evaluation driven by hand, for suites that hold of every CRM. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connector } from '../../../connectors/connector.js';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { salesforce } from '../../../connectors/salesforce/index.js';
import { createDocuments } from '../../../src/evaluate/documents.js';
import { publishShipped } from '../../../src/evaluate/shipped.js';
import type { EvaluateDependencies } from '../../../src/evaluate/step.js';
import type { Logger } from '../../../src/lib/logger.js';
import { packageRoot } from '../../../src/lib/root.js';
import { APP, type IntakeWorld, PORTAL } from '../intake-world.js';
import type { ToldValue } from './crm.js';
import { pushedValue } from './hubspot.js';
import { streamedValue } from './salesforce.js';

interface CrmIntake {
  readonly label: string;
  readonly crm: 'hubspot' | 'salesforce';
  readonly connector: Connector;
  /** Names of objects and properties. */
  readonly person: string;
  readonly title: string;
  readonly email: string;
  readonly company: string;
  readonly industry: string;
  /** The id of a record; those of higher numbers come later. */
  idOf(number: number): string;
  /** One delivery of values that changed. */
  deliver(world: IntakeWorld, values: readonly ToldValue[]): Promise<void>;
}

/** For `describe.each`. */
export const INTAKES: readonly CrmIntake[] = [
  {
    label: 'HubSpot',
    crm: 'hubspot',
    connector: hubspot,
    person: 'contacts',
    title: 'jobtitle',
    email: 'email',
    company: 'companies',
    industry: 'industry',
    idOf: (number) => String(1_000_000 + number),
    deliver: (world, values) =>
      world.hook(
        values.map((value) => ({
          subscriptionId: 1,
          portalId: Number(PORTAL),
          appId: Number(APP),
          attemptNumber: 0,
          ...pushedValue(value),
        })),
      ),
  },
  {
    label: 'Salesforce',
    crm: 'salesforce',
    connector: salesforce,
    person: 'Contact',
    title: 'Title',
    email: 'Email',
    company: 'Account',
    industry: 'Industry',
    idOf: (number) => `0035f00000${String(number).padStart(5, '0')}AAA`,
    deliver: (world, values) => world.streamed(values.map(streamedValue)),
  },
];

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** The steps after intake, by the shipped documents, which are published here. */
export async function shippedEvaluation(
  { database: { pool }, account }: IntakeWorld,
  { crm, connector }: CrmIntake,
  clock: () => number,
): Promise<EvaluateDependencies> {
  await publishShipped(pool, account.workspace, packageRoot(), [crm]);
  return {
    pool,
    clock,
    log: silent,
    connectors: new Map([[crm, connector]]),
    documents: createDocuments(pool, (path) => readFileSync(join(packageRoot(), path), 'utf8')),
    tasksPerOwnerPerDay: 10,
    instance: 'test',
    marker: (key) => key,
  };
}
