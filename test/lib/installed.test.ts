import { expect, test } from '@jest/globals';
import { readInstalled } from '../../src/lib/installed.js';

test('files of config/ are read', () => {
  expect(readInstalled('config/scoring/starter.yaml')).toContain('model: starter');
});

test.each(['package.json', 'config/../package.json', '/etc/passwd', '../x', 'config', 'configs/x'])(
  '%s is not theirs to read',
  (name) => {
    expect(() => readInstalled(name)).toThrow('only files of config/');
  },
);
