import { relative } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/**
 * Seconds of the longest files on a quiet machine of two cores, roughly: what Jest does not know
 * before the first run. A long file that starts late leaves the other workers idle at the end.
 */
const LONG = {
  'admin/ui/model/model': 180,
  'admin/ui/screens/leads': 70,
  'admin/ui/screens/mappings': 60,
  'admin/ui/screens/publishing': 60,
  'admin/ui/screens/settings': 100,
  'admin/ui/screens/shell': 60,
  'admin/ui/tour': 90,
  'commands/journey': 40,
  'commands/model/apply': 30,
  'demo/once': 40,
  'intake/convergence': 60,
  'journeys/as-of': 30,
  'journeys/crash/kill-hubspot': 150,
  'journeys/crash/kill-salesforce': 150,
  'journeys/crash/salesforce-mass': 80,
  'journeys/crash/two-workers': 30,
  'journeys/faults/crm-errors': 130,
  'journeys/faults/fan-out-running': 60,
  'journeys/faults/rate': 140,
  'journeys/foreign-edit': 75,
  'journeys/polling': 40,
  'journeys/publishing': 30,
  'journeys/salesforce-rights': 70,
  'store/embedded/open': 30,
};

/** The longest files first; before them what failed the last time, as Jest has it. */
export default class extends Sequencer {
  time(test) {
    const { config, hasteFS } = test.context;
    const [, name = ''] = /^test\/(.*)\.test\.ts$/.exec(relative(config.rootDir, test.path)) ?? [];
    const seconds = LONG[name];
    if (seconds !== undefined) return 1000 * seconds;
    // Of a file that never ran: a byte is about a millisecond.
    return super.time(test) ?? hasteFS.getSize(test.path) ?? 0;
  }
}
