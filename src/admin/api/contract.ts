/** Everything that the user interface may know of the server: one object of endpoints an area. */
export * from './contract/demo.js';
export * from './contract/endpoint.js';

export const contract = {};
