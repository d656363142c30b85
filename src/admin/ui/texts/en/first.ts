/** What every screen needs. The server says everything in English, so nothing else has to be read. */
export { common } from './common.js';
export { fields, modelChange, phrase, said } from './said.js';
export { shell } from './shell.js';
