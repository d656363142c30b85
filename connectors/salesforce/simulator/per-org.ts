import type { Org } from './org.js';

/** A service that each org has one of, made when it is first asked for. */
export function perOrg<T extends object>(make: (org: Org) => T): (org: Org) => T {
  const made = new WeakMap<Org, T>();
  return (org) => {
    let service = made.get(org);
    if (!service) {
      service = make(org);
      made.set(org, service);
    }
    return service;
  };
}
