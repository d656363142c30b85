import { memoryWorld } from './memory-crm.js';
import { connectorContract } from './suite.js';

connectorContract('a connector in memory', memoryWorld, { hooks: true, merge: true, faults: true });
