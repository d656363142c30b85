import type { Texts } from '../en/index.js';
import { common } from './common.js';
import { entrance } from './entrance.js';
import { shell } from './shell.js';

export const de: Texts = { common, entrance, shell };
