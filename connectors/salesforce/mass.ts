import { CrmError } from '../../src/lead/crm-error.js';
import type { MassWrites, Write, WriteOutcome } from '../connector.js';
import { createPushRun, type PushRun } from '../kit/push-run.js';
import { failedIn, ingestCsv, writtenIn } from './bulk-csv.js';
import {
  ingestResult,
  moveIngest,
  openIngest,
  stateOfIngest,
  uploadIngest,
} from './bulk-ingest.js';
import type { Org } from './org.js';
import { oneARecord, typedRows, writable } from './push-rows.js';

/**
 * Updates by jobs of Bulk API 2.0: some ten calls for ten thousand records, where collections need fifty.
 * A job takes the plain rows alone. What does not fit it, what it left unprocessed and what only a
 * collection may pass by (alerts of duplicate rules) it does not tell of: the core sends these by
 * collections, which tell exactly what stands in the way. Nothing of the org takes a bulk job for a person:
 * assignment rules run in one only when it names them.
 */
export function massWrites(org: Org): MassWrites {
  const { api } = org;
  const newRun = () => createPushRun('Salesforce', api.timing, api.context.timeoutMs);
  return {
    async open(object) {
      await writable({ org, object, priority: 'background' });
      return openIngest(api, object);
    },
    async begin(job, object, writes) {
      const run = newRun();
      const csv = await csvOf(org, object, writes, run);
      run.inTime();
      await uploadIngest(api, job, csv);
      run.inTime();
      await moveIngest(api, job, 'UploadComplete');
    },
    async outcomes(job, object, { end }) {
      const run = newRun();
      const state = await stateOfIngest(api, job);
      if (state === 'gone') return [];
      if (state === 'ended') {
        run.inTime();
        const written = writtenIn(await ingestResult(api, job, 'successfulResults'));
        run.inTime();
        const failed = failedIn(await ingestResult(api, job, 'failedResults'));
        if (failed.some(isMissingRight)) org.catalog.forget(object);
        return [...written, ...failed];
      }
      run.inTime();
      if (state === 'open' || end) await giveUp(org, job);
      return state === 'open' ? [] : null;
    },
  };
}

async function csvOf(
  org: Org,
  object: string,
  writes: readonly Write[],
  run: PushRun,
): Promise<string> {
  const push = { org, object, priority: 'background' as const, run };
  const csv = ingestCsv(await typedRows(push, oneARecord(writes)));
  if (csv !== undefined) return csv;
  throw new CrmError('transient', 'None of the rows fits a bulk job.', { outcome: 'not-applied' });
}

/** A job that has just ended by itself is not given up any more. */
async function giveUp(org: Org, job: string): Promise<void> {
  try {
    await moveIngest(org.api, job, 'Aborted');
  } catch (error) {
    if (!(error instanceof CrmError) || error.kind !== 'refused') throw error;
  }
}

const isMissingRight = (outcome: WriteOutcome): boolean =>
  outcome.status === 'failed' && outcome.error.kind === 'rights';
