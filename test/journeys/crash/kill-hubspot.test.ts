import { killSuite } from './kills.js';

killSuite('HubSpot');
