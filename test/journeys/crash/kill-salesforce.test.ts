import { killSuite } from './kills.js';

killSuite('Salesforce');
