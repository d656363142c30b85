/** A process of its own for the tests: opens the database of a folder, says so, waits for a line to close. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PlumblineError } from '../../../src/lib/errors.js';
import { openDatabase } from '../../../src/store/embedded/open.js';

const [dataDir = '', mode = ''] = process.argv.slice(2);
const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
const log = {
  info: (message: string) => say({ info: message }),
  warn: (message: string) => say({ warn: message }),
};

try {
  const database = await openDatabase({ dataDir, log, exclusive: mode === 'exclusive' });
  say({ url: database.url });
  await once(createInterface(process.stdin), 'line');
  await database.close();
  say({ closed: true });
  process.exit(0);
} catch (error) {
  say({ code: error instanceof PlumblineError ? error.code : String(error) });
  process.exit(1);
}
