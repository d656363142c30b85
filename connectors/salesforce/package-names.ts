/** What our fields are called where they came with our package instead of being made by us. */
import { OUTPUT_PREFIX } from './definition.js';

/** What the package is built under: registered once, for good. */
export const PACKAGE_NAMESPACE = 'plumbline';

/**
 * A namespace is ours when it begins with our name: others have a `Score__c` too. It has at most 15
 * characters and no two underscores in a row.
 */
const OWN_NAMESPACE = /^plumbline(?:_?[a-z0-9])*$/i;

/** `Plumbline_Score__c` -> `Score__c`, its name inside of the package. */
export function nameInPackage(name: string): string {
  return name.slice(OUTPUT_PREFIX.length);
}

/** `plumbline__Score__c` -> `Plumbline_Score__c`; undefined when it is no field of our package. */
export function unpackagedName(name: string): string | undefined {
  const namespace = namespaceOf(name);
  return namespace === undefined ? undefined : OUTPUT_PREFIX + name.slice(namespace.length + 2);
}

/** The namespace of our package in a field's name; undefined when it is no field of our package. */
export function namespaceOf(name: string): string | undefined {
  const [, namespace, field] = /^([a-z]\w*?)__([a-z]\w*__c)$/i.exec(name) ?? [];
  return field !== undefined && isOwnNamespace(namespace) ? namespace : undefined;
}

export function isOwnNamespace(namespace: string | undefined): namespace is string {
  return namespace !== undefined && namespace.length <= 15 && OWN_NAMESPACE.test(namespace);
}
