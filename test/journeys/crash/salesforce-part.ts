/** A simulated org in this process, whose change events the app's processes follow. */
import { startSalesforceSimulator } from '../../../connectors/salesforce/simulator/index.js';
import { OUTPUT_PROPERTIES } from '../../../src/accounts/outputs.js';
import type { App } from '../../../src/app.js';
import { setWrites } from '../../../src/store/accounts.js';
import { waitFor } from '../../support/app-world.js';
import { connectOrg } from '../../support/connect-org.js';
import { CHANNEL, salesforceCrm } from '../../support/crms/salesforce.js';
import { TO_LISTEN, TO_MAKE_FIELDS } from '../../support/salesforce-world.js';
import type { Part, Rows } from './part.js';

export interface SalesforcePart extends Part {
  readonly url: string;
  connect(app: App): Promise<void>;
  /** The types of the campaigns that somebody responded to. */
  responses(record: string): string[];
  /** Waits until the app knows its place in the stream: from then on every event counts. */
  listen(rows: Rows): Promise<void>;
}

export async function startSalesforcePart(people: number): Promise<SalesforcePart> {
  const simulator = await startSalesforceSimulator({ people: 0 });
  const { org, setup, platform } = simulator;
  for (const right of [...TO_MAKE_FIELDS, ...TO_LISTEN]) org.access.give(setup.integration, right);
  const crm = salesforceCrm(simulator);
  const records = Array.from({ length: people }, (_, index) =>
    crm.create(`prospect-${index}`, 'Director of Marketing'),
  );
  const { ring } = platform.capture.capture;
  let rows: Rows = async () => [];
  let from = Number.POSITIVE_INFINITY;
  const position = async (): Promise<number | null> =>
    (
      await rows<{ replay: number | null }>(
        `select (position ->> 'replay')::int as replay from streams`,
      )
    )[0]?.replay ?? null;
  return {
    crm,
    people: records,
    url: simulator.url,
    async connect(app) {
      const account = await connectOrg(app, simulator);
      const session = await app.session(account);
      await session.provision(OUTPUT_PROPERTIES);
      await setWrites(app.pool, account.id, true);
    },
    async listen(given) {
      rows = given;
      const live = 'select 1 from streams where live_at is not null and lease > now()';
      await waitFor('the stream of changes', async () => (await rows(live)).length > 0);
      crm.setTitle(records.at(-1) ?? '', 'Head of Sales');
      await waitFor('a place in the stream', async () => (await position()) !== null);
      from = (await position()) ?? from;
    },
    responses: (record) =>
      org.records
        .by('CampaignMember', 'LeadId', record)
        .filter(({ values }) => values.HasResponded === true)
        .map(({ values }) => String(org.get('Campaign', String(values.CampaignId))?.values.Type)),
    told: () =>
      ring
        .after(CHANNEL, from, Number.POSITIVE_INFINITY)
        .flatMap(({ event: { header, fields } }) => {
          if (header.entityName !== crm.person || header.changeType !== 'UPDATE') return [];
          return [crm.title, 'HasOptedOutOfEmail'].flatMap((name) =>
            name in fields
              ? [`${header.recordIds[0]}|${name}|${header.commitTimestamp}|${String(fields[name])}`]
              : [],
          );
        }),
    events: () => ring.after(CHANNEL, from, Number.POSITIVE_INFINITY).length,
    heard: async () => {
      const at = await position();
      return at === null || ring.after(CHANNEL, at, 1).length === 0;
    },
    close: () => simulator.close(),
  };
}
