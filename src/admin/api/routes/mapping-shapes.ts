/** What the mapping workbench answers with, made of what is known. Pure. */
import type { Connector, PropertyDescription } from '../../../../connectors/connector.js';
import { fillOf } from '../../../mapping/fill.js';
import type { TriedText } from '../../../mapping/try-text.js';
import { OUTPUTS } from '../../../mapping/writes.js';
import type { Account } from '../../../store/accounts.js';
import type { MappedAccount, Tried, Workbench, WorkbenchProperty } from '../contract/mappings.js';

/** An account's object with some of its records. */
export interface ObjectSample {
  /** Milliseconds since the epoch; null when the CRM was not asked. */
  readonly readAt: number | null;
  readonly properties: readonly PropertyDescription[];
  readonly records: readonly {
    readonly record: string;
    readonly values: Readonly<Record<string, string | null>>;
  }[];
}

interface Place {
  readonly account: Account;
  readonly connector: Connector;
  readonly object: string;
}

export function mappedAccount(account: Account, { declaration }: Connector): MappedAccount {
  return {
    account: account.id,
    crm: account.crm,
    crmLabel: declaration.label,
    name: account.name,
    portal: account.portal,
    connected: account.state === 'connected',
    objects: Object.entries(declaration.objects).map(([object, { label, role }]) => {
      return { object, label, role };
    }),
  };
}

export function propertiesOf(
  { account, connector: { declaration }, object }: Place,
  { properties, records }: ObjectSample,
): WorkbenchProperty[] {
  const pushes = declaration.ways.find(({ id }) => id === account.way)?.push ?? false;
  const values = records.map((one) => one.values);
  const outputs = new Set(OUTPUTS.map((output) => declaration.outputName(output)));
  return properties.map((property) => {
    const { name, label, type, group, readOnly, options } = property;
    const fill = fillOf(values, name);
    return {
      name,
      label,
      type,
      group: group ?? null,
      readOnly,
      options: options === undefined ? [] : [...options],
      route: pushes ? declaration.route(object, name) : 'poll',
      ours: outputs.has(name) || /^plumbline_/i.test(name),
      ...fill,
      samples: [...fill.samples],
    };
  });
}

/** What people call a record: a name, else an address, else a title; by what CRMs name such properties. */
const TITLES: readonly (readonly string[])[] = [
  ['firstname', 'lastname'],
  ['FirstName', 'LastName'],
  ['name'],
  ['Name'],
  ['dealname'],
  ['email'],
  ['Email'],
  ['domain'],
  ['hs_meeting_title'],
  ['hs_call_title'],
  ['hs_email_subject'],
  ['Subject'],
];

export function sampleRecords(
  { account, connector, object }: Place,
  { records }: ObjectSample,
): Workbench['records'] {
  return records.map(({ record, values }) => {
    const titles = TITLES.map((names) =>
      names
        .map((name) => values[name] ?? '')
        .join(' ')
        .trim(),
    );
    const title = titles.find((one) => one !== '') ?? '';
    const url = connector.declaration.recordUrl(account.portal, object, record, account.uiDomain);
    return { record, title: title.slice(0, 120), url };
  });
}

export function triedOf(values: Readonly<Record<string, string | null>>, tried: TriedText): Tried {
  return {
    values: { ...values },
    fields: tried.fields.map((one) => ({ ...one, steps: [...one.steps] })),
    derived: { ...tried.derived },
    activities: tried.activities.map(({ type, at, attributes, property }) => {
      return { type, at: new Date(at).toISOString(), attributes, property };
    }),
    problems: tried.problems.map(({ field, property, message }) => ({ field, property, message })),
    leftOut: [...tried.leftOut],
  };
}
