/** The English texts: one file an area. Every other language has their type. */

const first = () => import('./first.js');

export const en = {
  accounts: () => import('./accounts.js'),
  audit: () => import('./audit.js'),
  common: first,
  entrance: () => import('./entrance.js'),
  fieldValues: () => import('./field-values.js'),
  fields: first,
  keys: () => import('./keys.js'),
  lead: () => import('./lead.js'),
  leads: () => import('./leads.js'),
  mappings: () => import('./mappings.js'),
  modelChange: first,
  model: () => import('./model.js'),
  overview: () => import('./overview.js'),
  phrase: first,
  profile: () => import('./profile.js'),
  publishing: () => import('./publishing.js'),
  retention: () => import('./retention.js'),
  said: first,
  shell: first,
  tour: () => import('./tour.js'),
  users: () => import('./users.js'),
};

/** All texts, by area. */
export type Texts = {
  readonly [A in keyof typeof en]: Awaited<ReturnType<(typeof en)[A]>> extends Record<A, infer T>
    ? T
    : never;
};
