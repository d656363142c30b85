import type { Areas } from '../catalogue.js';
import type { Texts } from '../en/index.js';

const first = () => import('./first.js');
const words = () => import('./words.js');

/** The German texts, in the same areas. */
export const de: Areas<Texts> = {
  accounts: () => import('./accounts.js'),
  audit: () => import('./audit.js'),
  common: first,
  entrance: () => import('./entrance.js'),
  fieldValues: words,
  fields: words,
  keys: () => import('./keys.js'),
  lead: () => import('./lead.js'),
  leads: () => import('./leads.js'),
  mappings: () => import('./mappings.js'),
  modelChange: () => import('./phrases/changes.js'),
  model: () => import('./model.js'),
  overview: () => import('./overview.js'),
  phrase: words,
  profile: () => import('./profile.js'),
  publishing: () => import('./publishing.js'),
  retention: () => import('./retention.js'),
  said: () => import('./said.js'),
  shell: first,
  tour: () => import('./tour.js'),
  users: () => import('./users.js'),
};
