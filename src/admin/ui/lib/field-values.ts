/** Values of lead fields that are words of ours: people read names, documents hold the codes. */
export type ValueNames = Readonly<Record<string, string>>;

/** The names of a field's values by their codes; undefined where they are anybody's words. */
export const valueNamesOf = (
  all: Readonly<Record<string, ValueNames>>,
  field: string,
): ValueNames | undefined => (Object.hasOwn(all, field) ? all[field] : undefined);

/** A value as people read it; one without a name as it is. */
export const nameOfValue = (names: ValueNames | undefined, code: string): string =>
  names && Object.hasOwn(names, code) ? (names[code] ?? code) : code;

/** The value that is called so; else what was typed. */
export const valueOfName = (names: ValueNames | undefined, name: string): string =>
  Object.keys(names ?? {}).find((code) => names?.[code] === name) ?? name;
