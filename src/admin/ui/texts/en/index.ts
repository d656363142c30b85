import { common } from './common.js';
import { entrance } from './entrance.js';
import { shell } from './shell.js';

/** The English catalogue: one file an area. Every other language has its type. */
export const en = { common, entrance, shell };

export type Texts = typeof en;
