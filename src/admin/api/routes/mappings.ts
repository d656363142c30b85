import type pg from 'pg';
import type { Connector } from '../../../../connectors/connector.js';
import { readDocument } from '../../../language/document.js';
import { CrmError } from '../../../lead/crm-error.js';
import { bareValues } from '../../../lead/stamp.js';
import { PlumblineError } from '../../../lib/errors.js';
import { mappingLanguage } from '../../../mapping/language.js';
import type { ObjectDocument } from '../../../mapping/schema.js';
import { suggestSources } from '../../../mapping/suggest.js';
import { tryText, tryTransforms } from '../../../mapping/try-text.js';
import { type Account, listAccounts } from '../../../store/accounts.js';
import { readValues } from '../../../store/records.js';
import type { mappingsApi } from '../contract/mappings.js';
import type { Handlers } from '../router.js';
import {
  mappedAccount,
  type ObjectSample,
  propertiesOf,
  sampleRecords,
  triedOf,
} from './mapping-shapes.js';

export interface MappingServices {
  readonly pool: pg.Pool;
  readonly pollIntervalMs: number;
  clock(): number;
  connector(crm: string): Connector;
  /** The sample of the last hour, else a new one. Throws `CrmError`. */
  sample(account: Account, object: string, fresh?: boolean): Promise<ObjectSample>;
}

interface Place {
  readonly account: Account;
  readonly connector: Connector;
  readonly object: string;
}

export const mappingRoutes = (services: MappingServices): Handlers<typeof mappingsApi> => {
  const accountsOf = async (workspace: number): Promise<Account[]> =>
    await listAccounts(services.pool, workspace);

  /** The object of an account of the workspace. Throws 404. */
  async function placeOf(
    workspace: number,
    params: { readonly account: number; readonly object: string },
  ): Promise<Place> {
    const account = (await accountsOf(workspace)).find(({ id }) => id === params.account);
    if (!account || account.state === 'left') {
      throw new PlumblineError(
        'no-account',
        'There is no such account; see GET /api/v1/mappings.',
        {
          status: 404,
        },
      );
    }
    const connector = services.connector(account.crm);
    const known = Object.keys(connector.declaration.objects);
    if (!known.includes(params.object)) {
      throw new PlumblineError(
        'no-object',
        `${connector.declaration.label} has no object "${params.object}"; there are ${known.join(', ')}.`,
        { status: 404 },
      );
    }
    return { account, connector, object: params.object };
  }

  /** The sample, or what is known without asking the CRM and why it could not be asked. */
  async function sampleOf(
    { account, object }: Place,
    fresh: boolean,
  ): Promise<{ sample: ObjectSample; trouble: string | null }> {
    try {
      return { sample: await services.sample(account, object, fresh), trouble: null };
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      const properties = (account.properties[object] ?? []).map((name) => {
        return { name, label: name, type: 'unknown', readOnly: false };
      });
      return { sample: { readAt: null, properties, records: [] }, trouble: error.message };
    }
  }

  async function valuesOf(
    workspace: number,
    place: Place,
    id: string,
  ): Promise<Readonly<Record<string, string | null>>> {
    const { sample } = await sampleOf(place, false);
    const sampled = sample.records.find(({ record }) => record === id);
    if (sampled) return sampled.values;
    const { account, object } = place;
    const stored = await readValues(services.pool, {
      workspace,
      account: account.id,
      object,
      record: id,
    });
    if (stored) return bareValues(stored);
    throw new PlumblineError(
      'no-record',
      `Neither the sample nor the store has a record ${id} of ${object}; paste its values instead.`,
      { status: 404 },
    );
  }

  return {
    list: async ({ who }) => {
      const accounts = (await accountsOf(who.workspace)).filter(({ state }) => state !== 'left');
      return { items: accounts.map((one) => mappedAccount(one, services.connector(one.crm))) };
    },
    language: async () => mappingLanguage(),
    transforms: async ({ body }) => ({ items: tryTransforms(body.raw) }),
    workbench: async ({ who, params, query }) => {
      const place = await placeOf(who.workspace, params);
      const { sample, trouble } = await sampleOf(place, query.fresh === 'true');
      return {
        readAt: sample.readAt === null ? null : new Date(sample.readAt).toISOString(),
        trouble,
        pollIntervalMs: services.pollIntervalMs,
        properties: propertiesOf(place, sample),
        records: sampleRecords(place, sample),
      };
    },
    try: async ({ who, params, body }) => {
      const place = await placeOf(who.workspace, params);
      const { account, object } = place;
      const values =
        'id' in body.record
          ? await valuesOf(who.workspace, place, body.record.id)
          : body.record.values;
      const file = `mappings/${account.crm}.yaml`;
      return triedOf(values, tryText(body.text, file, object, values, services.clock()));
    },
    suggestions: async ({ who, params, body }) => {
      const place = await placeOf(who.workspace, params);
      const { account, connector, object } = place;
      const document = readDocument(body.text, `mappings/${account.crm}.yaml`).value;
      const written = (document as { objects?: Record<string, ObjectDocument> })?.objects?.[object];
      const role = connector.declaration.objects[object]?.role ?? 'person';
      const { sample } = await sampleOf(place, false);
      const properties = propertiesOf(place, sample).filter(({ ours }) => !ours);
      const items = suggestSources(
        written ?? {},
        role,
        properties,
        sample.records.map(({ values }) => values),
      );
      return { items: items.map((one) => ({ ...one, reasons: [...one.reasons] })) };
    },
  };
};
