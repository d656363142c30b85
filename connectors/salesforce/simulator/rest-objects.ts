import type { OutgoingResponse } from '../../simulator-kit/server.js';
import type { ApiCall } from './call.js';
import { describeHead, describeObject } from './describe.js';
import { objectOf } from './rest-records.js';

const baseOf = (call: ApiCall): string => `/services/data/v${call.version}`;

/** `GET sobjects`. */
export function describeGlobal(call: ApiCall): OutgoingResponse {
  const { org, user } = call;
  const sobjects = org.definitions
    .list()
    .filter((object) => org.access.may(user, object.name, 'read'))
    .map((object) => describeHead(org, user, object, baseOf(call)));
  return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
}

/** `GET sobjects/<T>/describe`. */
export function describeOne(call: ApiCall, name: string): OutgoingResponse {
  const object = objectOf(call, name);
  return { status: 200, body: describeObject(call.org, call.user, object, baseOf(call)) };
}

/** `GET sobjects/<T>`. */
export function objectInfo(call: ApiCall, name: string): OutgoingResponse {
  const object = objectOf(call, name);
  return {
    status: 200,
    body: {
      objectDescribe: describeHead(call.org, call.user, object, baseOf(call)),
      recentItems: [],
    },
  };
}

/** `GET /services/data/vNN.0`. */
export function resources(call: ApiCall): OutgoingResponse {
  const base = baseOf(call);
  const names = ['tooling', 'query', 'queryAll', 'sobjects', 'limits', 'composite', 'jobs'];
  return {
    status: 200,
    body: {
      ...Object.fromEntries(names.map((name) => [name, `${base}/${name}`])),
      identity: `${call.url}/id/${call.org.id}/${call.user}`,
    },
  };
}
