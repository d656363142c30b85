import { first } from './0001-first.js';

/** Forward only; a published migration is never edited. */
export const migrations = [first];
