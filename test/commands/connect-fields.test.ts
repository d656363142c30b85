import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { Connector } from '../../connectors/connector.js';
import { chooseWay, gatherFields, readOptions } from '../../src/commands/connect-fields.js';
import type { Io } from '../../src/commands/io.js';
import { PAIR } from '../support/pair-world.js';

const field = (name: string, more = {}) => {
  return { name, label: name.toUpperCase(), help: `Where ${name} is.`, secret: false, ...more };
};
const login = field('loginUrl', {
  default: 'https://login.example',
  host: { endsIn: ['.example'] },
});
const way = (id: string, fields?: readonly unknown[]) => {
  return { id, label: id, push: false, freshness: '', ...(fields && { fields }) };
};
const connector = {
  declaration: {
    ...PAIR,
    ways: [
      way('client-credentials', [
        login,
        field('clientId'),
        field('clientSecret', { secret: true }),
      ]),
      way('jwt', [
        login,
        field('clientId'),
        field('privateKey', { secret: true, multiLine: true }),
      ]),
      way('own-app', [login]),
    ],
  },
  install: { grant() {} },
} as unknown as Connector;

const io = (input = ''): Io => {
  const silent = () => new Writable({ write: (_, __, done) => done() });
  return { stdin: Readable.from([input]), stdout: silent(), stderr: silent() } as unknown as Io;
};
const options = (...more: string[]) => readOptions(connector, more);
const chosen = async (given: Record<string, string>, named?: string) =>
  (await chooseWay(connector, given, named, io()))?.id;

test('options are the fields of the ways, in one word or two', () => {
  expect(options('--login-url', 'https://a.example', '--private-key=key=.pem')).toEqual({
    loginUrl: 'https://a.example',
    privateKey: 'key=.pem',
  });
  expect(() => options('--pin', '1')).toThrow('--login-url, --client-id, --client-secret');
  expect(() => options('--login-url')).toThrow('without a value');
});

test('the way is the one named, or the one that everything was given for', async () => {
  expect(await chosen({ clientId: '1', clientSecret: '-' })).toBe('client-credentials');
  expect(await chosen({ clientId: '1', privateKey: 'f', loginUrl: 'x' })).toBe('jwt');
  expect(await chosen({ clientId: '1', clientSecret: '-' }, 'jwt')).toBe('jwt');
  expect(await chosen({ clientId: '1', clientSecret: '-' }, 'own-app')).toBeUndefined();
  expect(await chosen({ clientId: '1' })).toBeUndefined();
  await expect(chosen({}, 'sms')).rejects.toThrow('--way jwt --login-url VALUE');
  await expect(chosen({})).rejects.toThrow('--private-key FILE');
});

test('values come from options, files and standard input; a missing one is named', async () => {
  const [first, second] = connector.declaration.ways;
  if (!first || !second) throw new Error('no ways');
  expect(await gatherFields(first, { clientId: ' 1 ', clientSecret: '-' }, io('s3cret\n'))).toEqual(
    {
      clientId: '1',
      clientSecret: 's3cret',
    },
  );
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-'));
  try {
    const path = join(folder, 'key.pem');
    await writeFile(path, 'line 1\nline 2\n');
    const fields = await gatherFields(second, { clientId: '1', privateKey: path }, io());
    expect(fields.privateKey).toBe('line 1\nline 2\n');
  } finally {
    await rm(folder, { recursive: true });
  }
  const missing = { clientId: '1', privateKey: '/nowhere/key.pem' };
  await expect(gatherFields(second, missing, io())).rejects.toThrow('cannot read the file');
  await expect(gatherFields(first, { clientId: '1' }, io())).rejects.toThrow(
    '--client-secret is missing',
  );
  const both = { clientId: '-', clientSecret: '-' };
  await expect(gatherFields(first, both, io('x'))).rejects.toThrow('Only one option');
});
