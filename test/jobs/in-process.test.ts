import { createInProcessWakes } from '../../src/jobs/in-process.js';
import { describeWakes } from './contract.js';
import { NEVER } from './support.js';

describeWakes((log) => createInProcessWakes(log, NEVER), { acrossProcesses: false });
