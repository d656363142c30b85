import { beforeEach, expect, test } from '@jest/globals';
import { Links } from '../../../connectors/simulator-kit/links.js';
import { SearchIndex } from '../../../connectors/simulator-kit/search-index.js';
import { RecordStore } from '../../../connectors/simulator-kit/store.js';

const US = { type: 'INTEGRATION', id: '1' };
let store: RecordStore;
beforeEach(() => {
  store = new RecordStore();
  store.declare('contacts', 100, ['email']);
});

const insert = (values: Record<string, string> = {}) =>
  store.insert('contacts', { values, at: 10, source: US });

test('ids grow; a page follows the id and skips archived records', () => {
  const records = [insert(), insert(), insert(), insert()];
  store.archive(records[1] as never, 20);
  const page = store.page('contacts', 100, 1, false);
  expect(page.records.map((record) => record.id)).toEqual(['102']);
  expect(page.more).toBe(true);
  expect(store.page('contacts', 0, 10, true).records.map((record) => record.id)).toEqual(['101']);
});

test('history goes back to the birth, newest first; equal values leave no trace', () => {
  const record = insert({ city: 'Wien' });
  store.write(record, { city: 'Graz' }, 20, US);
  expect(store.write(record, { city: 'Graz' }, 30, US)).toEqual([]);
  store.write(record, { city: '' }, 40, { type: 'CRM_UI', id: 'userId:1' }, false);
  expect(record.updatedAt).toBe(20);
  expect(
    store.historyOf(record, 'city').map((entry) => [entry.value, entry.at, entry.source.type]),
  ).toEqual([
    ['', 40, 'CRM_UI'],
    ['Graz', 20, 'INTEGRATION'],
    ['Wien', 10, 'INTEGRATION'],
  ]);
});

test('a change that is booked late stands at its own time', () => {
  const record = insert({ city: 'Wien' });
  store.write(record, { city: 'Graz' }, 40, US);
  store.write(record, { city: 'Linz' }, 20, US);
  expect(store.historyOf(record, 'city').map((entry) => entry.value)).toEqual([
    'Graz',
    'Linz',
    'Wien',
  ]);
});

test('unique values follow changes, archiving and erasure', () => {
  const record = insert({ email: 'A@x.example' });
  expect(store.byUnique('contacts', 'email', 'a@X.example')).toBe(record);
  store.write(record, { email: 'b@x.example' }, 20, US);
  expect(store.byUnique('contacts', 'email', 'a@x.example')).toBeUndefined();
  store.archive(record, 30);
  expect(store.byUnique('contacts', 'email', 'b@x.example')).toBeUndefined();
  store.restore(record, 40);
  expect(store.byUnique('contacts', 'email', 'b@x.example')).toBe(record);
  store.erase(record);
  expect(store.resolve('contacts', record.id)).toBeUndefined();
});

test('aliases lead to the last survivor of a chain', () => {
  const [a, b, c] = [insert(), insert(), insert()];
  for (const [old, survivor] of [
    [a, b],
    [b, c],
  ] as const) {
    store.erase(old);
    store.alias('contacts', old.id, survivor.id);
  }
  expect(store.resolve('contacts', a.id)).toBe(c);
  expect(store.aliasesOf('contacts', c.id)).toEqual([a.id, b.id]);
});

test('the index sees each write after its own lag', () => {
  let now = 0;
  const index = new SearchIndex(() => now, 100);
  store.keepVersions = true;
  store.onChange = (record, erased) => index.push(record, erased || record.archivedAt !== null);
  const record = insert({ city: 'Wien' });
  const seen = () => [...index.entries('contacts')].map((entry) => entry.values.city);
  now = 50;
  store.write(record, { city: 'Graz' }, 20, US);
  expect(seen()).toEqual([]);
  now = 100;
  expect(seen()).toEqual(['Wien']);
  now = 150;
  expect(seen()).toEqual(['Graz']);
  store.archive(record, 30);
  index.flush();
  expect(seen()).toEqual([]);
});

test('links have their own type id at each end', () => {
  const links = new Links();
  const [from, to] = [
    { type: 'tasks', id: '1' },
    { type: 'contacts', id: '2' },
  ];
  expect(links.add({ ...from, typeId: 204 }, { ...to, typeId: 203 })).toBe(true);
  expect(links.add({ ...from, typeId: 204 }, { ...to, typeId: 203 })).toBe(false);
  expect([...links.of('contacts', '2', 'tasks')]).toEqual([['1', [203]]]);
  expect(links.remove(to, from)).toBe(true);
  expect([...links.of('tasks', '1', 'contacts')]).toEqual([]);
});
