import type { FieldDefinition, ObjectDefinition } from './definition-types.js';
import type { Definitions } from './definitions.js';
import type { Records } from './records.js';

export type ObjectRight = 'read' | 'create' | 'edit' | 'delete';

/**
 * Who may see and change what: field-level security, object rights and special rights of users. A
 * standard field is open unless it is closed for the user's profile; a custom field only where a
 * permission set of the user (one assigned to the user or owned by the profile) opens it.
 */
export class Access {
  private readonly definitions: Definitions;
  private readonly records: Records;
  /** profile -> `Lead.Email` in lower case. */
  private readonly hidden = new Map<string, Set<string>>();
  private readonly readOnly = new Map<string, Set<string>>();
  /** profile -> `Lead/edit`. */
  private readonly denied = new Map<string, Set<string>>();
  /** user or profile -> special rights such as `ViewAndEditConvertedLeads`. */
  private readonly special = new Map<string, Set<string>>();
  /** Fields that came with the org and are open to everybody. */
  private readonly openCustom = new Set<string>();
  private grants = new Map<string, Map<string, 'read' | 'edit'>>();
  private stale = true;

  constructor(definitions: Definitions, records: Records) {
    this.definitions = definitions;
    this.records = records;
  }

  /** Must be called when permission sets, their fields or their assignments change. */
  changed(): void {
    this.stale = true;
  }

  openToAll(object: string, field: string): void {
    this.openCustom.add(key(object, field));
  }

  hide(profile: string, object: string, field: string, hidden = true): void {
    put(this.hidden, profile, key(object, field), hidden);
  }

  makeReadOnly(profile: string, object: string, field: string, readOnly = true): void {
    put(this.readOnly, profile, key(object, field), readOnly);
  }

  deny(profile: string, object: string, right: ObjectRight, denied = true): void {
    put(this.denied, profile, `${object}/${right}`.toLowerCase(), denied);
  }

  give(userOrProfile: string, right: string, given = true): void {
    put(this.special, userOrProfile, right, given);
  }

  has(user: string, right: string): boolean {
    return (
      this.special.get(user)?.has(right) === true ||
      this.special.get(this.profileOf(user))?.has(right) === true
    );
  }

  may(user: string, object: string, right: ObjectRight): boolean {
    const denied = this.denied.get(this.profileOf(user));
    return denied === undefined || !denied.has(`${object}/${right}`.toLowerCase());
  }

  canRead(user: string, object: ObjectDefinition, field: FieldDefinition): boolean {
    const name = key(object.name, field.name);
    if (this.hidden.get(this.profileOf(user))?.has(name)) return false;
    return !field.custom || this.openCustom.has(name) || this.grantsOf(user).has(name);
  }

  canEdit(user: string, object: ObjectDefinition, field: FieldDefinition): boolean {
    if (!this.canRead(user, object, field)) return false;
    const name = key(object.name, field.name);
    if (this.readOnly.get(this.profileOf(user))?.has(name)) return false;
    return !field.custom || this.openCustom.has(name) || this.grantsOf(user).get(name) === 'edit';
  }

  profileOf(user: string): string {
    return String(this.records.get('User', user)?.values.ProfileId ?? '');
  }

  private grantsOf(user: string): Map<string, 'read' | 'edit'> {
    if (this.stale) {
      this.grants = new Map();
      this.stale = false;
    }
    let grants = this.grants.get(user);
    if (!grants) {
      grants = this.readGrants(user);
      this.grants.set(user, grants);
    }
    return grants;
  }

  private readGrants(user: string): Map<string, 'read' | 'edit'> {
    const sets = new Set<string>();
    const profile = this.profileOf(user);
    for (const { values, id } of this.records.all('PermissionSet').values()) {
      if (values.IsDeleted !== true && values.ProfileId === profile) sets.add(id);
    }
    for (const { values } of this.records.all('PermissionSetAssignment').values()) {
      if (values.IsDeleted !== true && values.AssigneeId === user)
        sets.add(String(values.PermissionSetId));
    }
    const grants = new Map<string, 'read' | 'edit'>();
    for (const { values } of this.records.all('FieldPermissions').values()) {
      if (values.IsDeleted === true || !sets.has(String(values.ParentId))) continue;
      const name = String(values.Field).toLowerCase();
      if (values.PermissionsEdit === true) grants.set(name, 'edit');
      else if (values.PermissionsRead === true && !grants.has(name)) grants.set(name, 'read');
    }
    return grants;
  }

  /** The fields of an object that a user sees. */
  fields(user: string, object: ObjectDefinition): FieldDefinition[] {
    return [...object.fields.values()].filter((field) => this.canRead(user, object, field));
  }

  /** The object when the user may read it. */
  object(user: string, name: string): ObjectDefinition | undefined {
    const found = this.definitions.object(name);
    return found && this.may(user, found.name, 'read') ? found : undefined;
  }
}

/** A contact's custom field has one security, also where a person account shows it. */
function key(object: string, field: string): string {
  if (object === 'Account' && field.endsWith('__pc')) {
    return key('Contact', field.replace(/__pc$/, '__c'));
  }
  return `${object}.${field}`.toLowerCase();
}

function put(map: Map<string, Set<string>>, owner: string, entry: string, there: boolean): void {
  const set = map.get(owner) ?? new Set();
  if (there) set.add(entry);
  else set.delete(entry);
  map.set(owner, set);
}
