import type { CustomProperty } from './options.js';
import type { Portal } from './portal.js';

const FIELD: Readonly<Record<CustomProperty['type'], string>> = {
  string: 'text',
  number: 'number',
  enumeration: 'select',
  bool: 'booleancheckbox',
  date: 'date',
  datetime: 'date',
};

/** A property of the account's own, made by its admin before the app came. */
export function addCustomProperty(portal: Portal, custom: CustomProperty): void {
  const object = custom.object ?? 'contacts';
  const values = custom.type === 'bool' ? ['true', 'false'] : (custom.options ?? []);
  const now = portal.clock.now();
  portal.properties.add(object, {
    name: custom.name,
    label: custom.label ?? custom.name,
    groupName: portal.properties.groupsOf(object)[0]?.name ?? '',
    type: custom.type,
    fieldType: FIELD[custom.type],
    description: '',
    options: values.map((value, displayOrder) => ({
      label: value,
      value,
      displayOrder,
      hidden: false,
    })),
    displayOrder: -1,
    hasUniqueValue: false,
    hidden: false,
    formField: true,
    externalOptions: false,
    calculated: false,
    hubspotDefined: false,
    readOnly: false,
    rollUp: false,
    sensitive: custom.sensitive ?? false,
    createdAt: now,
    updatedAt: now,
    archived: false,
  });
}
