import { Org } from '../../../../connectors/salesforce/simulator/org.js';
import { DEFAULT_SETTINGS } from '../../../../connectors/salesforce/simulator/settings.js';
import type {
  OrgChange,
  SaveResult,
  WriteContext,
} from '../../../../connectors/salesforce/simulator/transaction.js';
import type { FieldValue } from '../../../../connectors/salesforce/simulator/values.js';
import { createSimulatorClock } from '../../../../connectors/simulator-kit/clock.js';

/** 22 November 2026, 10:00 UTC. */
export const NOW = Date.UTC(2026, 10, 22, 10);

/** An org without a server: an admin, an integration user and a seller. */
export function openOrg() {
  const base = { now: NOW };
  const clock = createSimulatorClock(() => base.now);
  const org = new Org({
    clock,
    settings: { ...DEFAULT_SETTINGS },
    instance: '5f000',
    name: 'Seller',
  });
  const profile = (name: string): string => {
    const id = org.ids.make('00e');
    org.records.add({ object: 'Profile', id, values: { Id: id, Name: name } });
    return id;
  };
  const profiles = { admin: profile('System Administrator'), standard: profile('Standard User') };
  const user = (name: string, ProfileId: string): string => {
    const id = org.ids.make('005');
    const values = { Id: id, LastName: name, Name: name, IsActive: true, ProfileId };
    org.records.add({ object: 'User', id, values });
    return id;
  };
  const admin = user('Admin', profiles.admin);
  const seller = user('Seller', profiles.standard);
  for (const right of [
    'ModifyMetadata',
    'CustomizeApplication',
    'ManageProfilesPermissionsets',
    'ViewAllData',
  ])
    org.access.give(profiles.admin, right);
  const platform: WriteContext = { user: admin, client: null, api: null, trusted: true };
  const as = (id: string, more: Partial<WriteContext> = {}): WriteContext => ({
    user: id,
    client: null,
    api: 'rest',
    autoAssign: false,
    ...more,
  });
  const changes: OrgChange[] = [];
  org.onChange((change) => changes.push(change));
  return {
    org,
    base,
    clock,
    profiles,
    admin,
    seller,
    platform,
    as,
    changes,
    /** A record that must come to be; its id. */
    make: (object: string, fields: Record<string, FieldValue>, context = as(admin)): string =>
      idOf(org.create(object, fields, context)),
    values: (object: string, id: string) => org.get(object, id)?.values ?? {},
  };
}

export type OrgWorld = ReturnType<typeof openOrg>;

export function idOf(result: SaveResult): string {
  if (!result.success) throw new Error(JSON.stringify(result.errors));
  return result.id;
}

export function codesOf(result: SaveResult): string[] {
  return result.success ? [] : result.errors.map((error) => error.statusCode);
}
