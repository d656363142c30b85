import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { packageRoot } from '../../src/lib/root.js';

test('the image starts the app as `npm start` does', () => {
  const read = (file: string): string => readFileSync(join(packageRoot(), file), 'utf8');
  const [command = '[]'] = /^CMD (\[.*\])$/m.exec(read('Dockerfile'))?.slice(1) ?? [];
  expect(JSON.parse(command)).toEqual(JSON.parse(read('package.json')).scripts.start.split(' '));
});
