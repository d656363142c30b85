/** Package and data folders that the database's user cannot reach, which is the rule under root. */
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { findBinaries, program } from '../../../src/store/embedded/binaries.js';
import { initialise } from '../../../src/store/embedded/cluster.js';
import { preparePlace } from '../../../src/store/embedded/place.js';
import { runnableBinaries } from '../../../src/store/embedded/runnable.js';
import { startServer, stopServer } from '../../../src/store/embedded/server.js';
import { cleanUp, newFolder, quiet } from './support.js';

afterEach(cleanUp);

const isRoot = process.getuid?.() === 0;

/** The package as npm unpacks it when install scripts do not run. */
function packageWithoutLinks(folder: string) {
  const shipped = findBinaries();
  const native = path.join(folder, 'package', 'native');
  cpSync(shipped.folder, native, { recursive: true, verbatimSymlinks: true });
  for (const name of readdirSync(path.join(native, 'lib'))) {
    const file = path.join(native, 'lib', name);
    if (lstatSync(file).isSymbolicLink()) rmSync(file);
  }
  return { folder: native, version: shipped.version };
}

test('without its install script the package is completed in a copy, which runs', async () => {
  const parent = path.dirname(newFolder());
  const shipped = packageWithoutLinks(parent);
  const place = preparePlace(path.join(parent, 'data-dir'), quiet);
  mkdirSync(path.join(place.home, 'binaries-17.0.0'));
  const told: string[] = [];
  const log = { ...quiet, info: (message: string) => told.push(message) };
  const binaries = runnableBinaries(shipped, place, log);
  expect(binaries.folder).toBe(path.join(place.home, `binaries-${shipped.version}`, 'native'));
  expect(told).toEqual(['Copying the database programs beside the data']);
  expect(existsSync(path.join(place.home, 'binaries-17.0.0'))).toBe(false);
  expect(runnableBinaries(shipped, place, log)).toEqual(binaries);
  expect(told).toHaveLength(1);
  await initialise(place, binaries);
  const server = await startServer(place, binaries);
  expect(server.ready).toBe(true);
  await stopServer(place, binaries);
});

test('a package in a closed home is copied for the database user alone', () => {
  const parent = path.dirname(newFolder());
  const shipped = packageWithoutLinks(parent);
  chmodSync(path.join(parent, 'package'), 0o700);
  const place = preparePlace(path.join(parent, 'data-dir'), quiet);
  const reasons: unknown[] = [];
  const log = { ...quiet, info: (_: string, fields?: object) => reasons.push(fields) };
  const binaries = runnableBinaries(shipped, place, log);
  expect(lstatSync(program(binaries, 'postgres')).uid).not.toBe(0);
  expect(JSON.stringify(reasons)).toContain(isRoot ? 'cannot read' : 'install script');
});

test('a data folder in a closed home gets a database folder that its user can reach, for good', () => {
  const parent = path.dirname(newFolder());
  const dataDir = path.join(parent, 'closed', 'data-dir');
  mkdirSync(path.dirname(dataDir), { mode: 0o700 });
  const systemFolder = path.join(parent, 'system');
  const place = preparePlace(dataDir, quiet, systemFolder);
  expect(path.dirname(place.home)).toBe(isRoot ? systemFolder : dataDir);
  expect(path.dirname(place.passwordFile)).toBe(dataDir);
  chmodSync(path.dirname(dataDir), 0o755);
  expect(preparePlace(dataDir, quiet, systemFolder)).toEqual(place);
});
