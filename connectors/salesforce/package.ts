/** Our package in an org: whether it is installed, and which fields came with it. */
import { CrmError } from '../../src/lead/crm-error.js';
import type { Priority } from '../connector.js';
import { textOf } from '../kit/json.js';
import type { Catalog } from './catalog.js';
import { declaration } from './definition.js';
import { recordIdOf } from './ids.js';
import type { Org } from './org.js';
import { documentName, isOwnNamespace, namespaceOf } from './package-names.js';
import { INTEGRATION_SET } from './permission-sets.js';
import { queryEach } from './query.js';
import { select } from './soql.js';

export interface InstalledPackage {
  readonly namespace: string;
  /** Id of its permission set for the connected user. */
  readonly set: string;
  /** `Lead.Plumbline_Score__c` -> `plumbline__Score__c`, hidden ones too. */
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * The package, by its permission set: that is to be seen before anybody is shown the fields. Undefined when
 * there is none, or when the connected user does not see the setup.
 */
export async function installedPackage(org: Org): Promise<InstalledPackage | undefined> {
  try {
    const sets = await setup(org, 'PermissionSet', ['Id', 'NamespacePrefix'], {
      field: 'Name',
      value: INTEGRATION_SET,
    });
    const [found] = sets
      .flatMap((row) => {
        const [set, namespace] = [recordIdOf(row.Id), textOf(row.NamespacePrefix)];
        return set !== undefined && isOwnNamespace(namespace) ? [{ set, namespace }] : [];
      })
      .sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
    if (!found) return undefined;
    const rows = await setup(org, 'FieldPermissions', ['Field'], {
      field: 'ParentId',
      value: found.set,
    });
    const fields = rows.flatMap((row): [string, string][] => {
      const [object, name] = (textOf(row.Field) ?? '').split('.');
      if (!name || namespaceOf(name) === undefined) return [];
      return [[`${object}.${documentName(name)}`, name]];
    });
    return { ...found, fields: new Map(fields) };
  } catch (error) {
    const hidden = error instanceof CrmError && ['rights', 'refused'].includes(error.kind);
    if (hidden) return undefined;
    throw error;
  }
}

function setup(
  { api }: Org,
  from: string,
  fields: readonly string[],
  where: { readonly field: string; readonly value: string },
) {
  const soql = select({ fields, from, where: [{ ...where, is: '=' }] });
  return queryEach(api, soql, { operation: `${from} query`, priority: 'live' });
}

/** The namespace of the package whose fields the connected user sees. */
export async function seenNamespace(
  catalog: Catalog,
  priority: Priority,
): Promise<string | undefined> {
  for (const object of declaration.personObjects) {
    const fields = (await catalog.object(object, priority))?.fields ?? [];
    const [found] = fields.flatMap(({ name }) => namespaceOf(name) ?? []).sort();
    if (found !== undefined) return found;
  }
  return undefined;
}
