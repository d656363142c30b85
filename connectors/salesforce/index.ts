import type { Connector } from '../connector.js';
import { install } from './auth.js';
import { declaration } from './definition.js';
import { openSession } from './session.js';

export const salesforce: Connector = {
  declaration,
  defaultBaseUrl: 'https://login.salesforce.com',
  install,
  open: (context) => openSession(context),
};
