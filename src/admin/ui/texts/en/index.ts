import { accounts } from './accounts.js';
import { audit } from './audit.js';
import { common } from './common.js';
import { entrance } from './entrance.js';
import { keys } from './keys.js';
import { lead } from './lead.js';
import { leads } from './leads.js';
import { mappings } from './mappings.js';
import { model } from './model.js';
import { overview } from './overview.js';
import { profile } from './profile.js';
import { publishing } from './publishing.js';
import { retention } from './retention.js';
import { fields, fieldValues, phrase, said } from './said.js';
import { shell } from './shell.js';
import { tour } from './tour.js';
import { users } from './users.js';

/** The English catalogue: one file an area. Every other language has its type. */
export const en = {
  accounts,
  audit,
  common,
  entrance,
  fieldValues,
  fields,
  keys,
  lead,
  leads,
  mappings,
  model,
  overview,
  phrase,
  profile,
  publishing,
  retention,
  said,
  shell,
  tour,
  users,
};

export type Texts = typeof en;
