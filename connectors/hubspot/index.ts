import type { Connector } from '../connector.js';
import { install } from './auth.js';
import { declaration } from './definition.js';
import { openSession } from './session.js';
import { receiver } from './webhook.js';

export const hubspot: Connector = {
  declaration,
  defaultBaseUrl: 'https://api.hubapi.com',
  receiver,
  install,
  open: (context) => openSession(context),
};
