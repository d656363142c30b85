import { expect, test } from '@jest/globals';
import { judgeOwn, partOwn } from '../../src/intake/ingest/own-values.js';
import type { Change } from '../../src/lead/change.js';
import { HOUR } from '../../src/lib/clock.js';
import type { Desired } from '../../src/store/desired.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const OWN = new Map([
  ['p_score', 'score'],
  ['p_scored_at', 'scored_at'],
  ['p_grade', 'grade'],
]);

const row = (more: Partial<Desired>): Desired => ({
  workspace: 1,
  account: 1,
  object: 'contacts',
  record: '1',
  want: {},
  sending: null,
  confirmed: {},
  found: {},
  edits: {},
  knownAt: {},
  refused: [],
  scoreSentAt: null,
  ...more,
});
const judge = (held: Partial<Desired>, read: Record<string, string | null>, now = NOW) =>
  judgeOwn(
    row(held),
    Object.entries(read).map(([property, value]) => ({ property, value, at: NOW })),
    OWN,
    now,
  );
const holds = { want: { p_score: '50' }, confirmed: { p_score: '50' } };

test('what we wrote says nothing new, however the CRM spells it', () => {
  expect(judge(holds, { p_score: '50' })).toBeNull();
  expect(judge(holds, { p_score: '50.0' })).toBeNull();
  const at = Date.parse('2026-02-01T08:00:00.250Z');
  const moment = { p_scored_at: new Date(at).toISOString() };
  expect(judge({ want: moment, confirmed: moment }, { p_scored_at: String(at) })).toBeNull();
  expect(judge({ confirmed: { p_grade: null } }, { p_grade: '' })).toBeNull();
});

test('what is under way, or what we were about to write, confirms itself in our spelling', () => {
  const sending = { ...holds, want: { p_score: '60' }, sending: { p_score: '55' } };
  expect(judge(sending, { p_score: '55.0' })?.values).toEqual({ p_score: '55' });
  expect(judge(sending, { p_score: '60' })?.values).toEqual({ p_score: '60' });
});

test('a foreign value is put back; the same one seen again is no further edit', () => {
  expect(judge(holds, { p_score: '9' })).toMatchObject({
    found: { p_score: '9' },
    retry: ['p_score'],
    refuse: [],
    edits: { p_score: { count: 1, times: [NOW] } },
  });
  expect(judge({ ...holds, found: { p_score: '9' } }, { p_score: '9' })).toBeNull();
  expect(judge(holds, { p_score: null })?.found).toEqual({ p_score: null });
  expect(judge({ ...holds, found: { p_score: '9' } }, { p_score: '50' })?.values).toEqual({
    p_score: '50',
  });
});

test('what was read as it was before our last write says nothing', () => {
  const knownAt = { p_score: NOW + 1 };
  expect(judge({ ...holds, knownAt }, { p_score: '40' })).toBeNull();
  expect(judge({ ...holds, knownAt: { p_score: NOW } }, { p_score: '40' })?.found).toEqual({
    p_score: '40',
  });
});

test('nobody knows what became of the last request: what is found there is nobody else’s edit', () => {
  expect(judge({ want: { p_score: '50' } }, { p_score: '40' })).toBeNull();
});

test('what we never filled is emptied', () => {
  expect(judge({ want: { p_score: '50' } }, { p_grade: 'A1' })?.found).toEqual({ p_grade: 'A1' });
  expect(judge({ want: { p_score: '50' } }, { p_grade: null })).toBeNull();
});

test('the fourth edit within an hour is left alone, one after it is put back', () => {
  const times = [NOW - 50 * 60_000, NOW - 20 * 60_000, NOW - 1_000];
  const edits = { p_score: { count: 3, times } };
  expect(judge({ ...holds, edits }, { p_score: '9' })).toMatchObject({
    refuse: ['p_score'],
    retry: [],
    edits: { p_score: { count: 4 } },
  });
  expect(judge({ ...holds, edits }, { p_score: '9' }, NOW + HOUR / 2)).toMatchObject({
    refuse: [],
    retry: ['p_score'],
  });
});

test('our properties are taken out of what is told of a person', () => {
  const common = { object: 'contacts', record: '1', event: '1', at: NOW } as const;
  const source = { kind: 'unknown' } as const;
  const value: Change = { ...common, source, kind: 'value', property: 'p_score', value: '9' };
  expect(partOwn(value, OWN)).toEqual({
    change: null,
    values: [{ property: 'p_score', value: '9', at: NOW }],
  });
  const other = { ...value, property: 'jobtitle' };
  expect(partOwn(other, OWN)).toEqual({ change: other, values: [] });
  const snapshot: Change = {
    ...common,
    source,
    kind: 'snapshot',
    readAt: NOW + 5,
    origin: 'poll',
    snapshot: {
      object: 'contacts',
      record: '1',
      modifiedAt: NOW - 5,
      properties: { jobtitle: 'CEO', p_grade: 'A1' },
    },
  };
  const parted = partOwn(snapshot, OWN);
  expect(parted.values).toEqual([{ property: 'p_grade', value: 'A1', at: NOW - 5 }]);
  expect(parted.change).toMatchObject({ snapshot: { properties: { jobtitle: 'CEO' } } });
  expect(JSON.stringify(parted.change)).not.toContain('p_grade');
});
