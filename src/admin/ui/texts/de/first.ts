/** What every screen needs. */
export { common } from './common.js';
export { shell } from './shell.js';
