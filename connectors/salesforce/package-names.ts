/** What our fields are called where they came with our package instead of being made by us. */
import { OUTPUT_PREFIX } from './definition.js';

/** A namespace has so many characters at most. */
const LONGEST_NAMESPACE = 15;
/** A namespace is ours when it begins with our name: others have a `Score__c`, too. */
const OWN_NAMESPACE = /^plumbline(?:_?[a-z0-9])*$/i;

export function isOwnNamespace(namespace: string | undefined): namespace is string {
  return (
    namespace !== undefined &&
    namespace.length <= LONGEST_NAMESPACE &&
    OWN_NAMESPACE.test(namespace)
  );
}

/** The namespace of our package in a field's name; undefined when it is no field of our package. */
export function namespaceOf(name: string): string | undefined {
  const [, namespace] = /^([a-z]\w*?)__[a-z]\w*__c$/i.exec(name) ?? [];
  return isOwnNamespace(namespace) ? namespace : undefined;
}

/** `Plumbline_Score__c` -> `Score__c`, its name inside of the package. */
export function nameInPackage(name: string): string {
  return name.slice(OUTPUT_PREFIX.length);
}

/** `plumbline__Score__c` -> `Plumbline_Score__c`; other names stay. */
export function documentName(name: string): string {
  const namespace = namespaceOf(name);
  return namespace === undefined ? name : OUTPUT_PREFIX + name.slice(namespace.length + 2);
}

/** A field of ours, whoever made it. */
export function isOutput(name: string): boolean {
  return namespaceOf(name) !== undefined || isOwnMade(name);
}

/** A field of ours that did not come with a package. */
export function isOwnMade(name: string): boolean {
  return /^Plumbline_[a-z]\w*__c$/i.test(name);
}

/**
 * Fields by the names that documents use, in lower case. Where a field came with the package and one of
 * its kind was made before, the package's stands for both; of several packages the one whose namespace
 * comes first.
 */
export function fieldsByName<F extends { readonly name: string }>(
  fields: readonly F[],
): ReadonlyMap<string, F> {
  const space = ({ name }: F): string => namespaceOf(name)?.toLowerCase() ?? '';
  const packaged = fields
    .filter((field) => space(field) !== '')
    // The last one of a name stands.
    .sort((a, b) => (space(a) < space(b) ? 1 : -1));
  return new Map([
    ...fields.map((field) => [field.name.toLowerCase(), field] as const),
    ...packaged.map((field) => [documentName(field.name).toLowerCase(), field] as const),
  ]);
}
