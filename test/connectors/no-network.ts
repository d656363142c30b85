import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import nock from 'nock';

/**
 * For the tests of a file: no call leaves this machine, and every answer that was prepared is asked for, but
 * for those that `mayRest` names.
 */
export function noNetwork(mayRest: (mock: string) => boolean = () => false): void {
  beforeAll(() => nock.disableNetConnect());
  // Other tests of the same process use the network of this machine.
  afterAll(() => nock.restore());
  afterEach(() => {
    const left = nock.pendingMocks().filter((mock) => !mayRest(mock));
    nock.cleanAll();
    expect(left).toEqual([]);
  });
}
