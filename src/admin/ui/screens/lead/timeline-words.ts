/** An activity's type in words; a type of the admin's own as it is written. */
export function typeName(type: string, names: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(names, type)) return names[type] ?? type;
  return type.replace(/^custom:/, '').replaceAll('_', ' ');
}
