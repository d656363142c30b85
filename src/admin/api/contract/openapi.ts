/** The API's own description. */
import { endpoint, stream } from './endpoint.js';

export const openApi = {
  get: endpoint({
    method: 'get',
    path: '/openapi.json',
    access: 'public',
    summary: 'This description, as OpenAPI 3.1.',
    answer: stream('application/json'),
  }),
};
