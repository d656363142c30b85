import type { Connector } from './connector.js';
import { hubspot } from './hubspot/index.js';
import { salesforce } from './salesforce/index.js';

/** Every CRM this app can talk to. A new one is a line here. */
export const connectors: readonly Connector[] = [hubspot, salesforce];
