import type { Texts } from '../en/index.js';
import { common } from './common.js';
import { shell } from './shell.js';

export const de: Texts = { common, shell };
