import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { replaceIn } from '../../../../src/admin/ui/screens/mappings/fix.js';
import { pastedRecord } from '../../../../src/admin/ui/screens/mappings/pasted.js';
import {
  longSource,
  longWrite,
  objectPart,
  shortActivity,
  shortSource,
  shortWrite,
  writesPart,
} from '../../../../src/admin/ui/screens/mappings/shapes.js';
import { plainValue, updateText } from '../../../../src/admin/ui/screens/model/document/edit.js';
import { renameKey } from '../../../../src/admin/ui/screens/model/document/rename-key.js';

const shipped = readFileSync('mappings/hubspot.yaml', 'utf8');
const comments = (text: string): string[] =>
  [...text.matchAll(/(?:^|\s)(#.*)$/gm)].map((found) => (found[1] ?? '').trim());

const FIELDS = ['objects', 'contacts', 'fields'] as const;

test('A renamed field keeps its value, its place and the comment behind it', () => {
  const renamed = renameKey(shipped, [...FIELDS, 'jobTitle'], 'custom.title') ?? '';
  expect(renamed).toBe(shipped.replace('jobTitle: jobtitle ', 'custom.title: jobtitle '));
  expect(renameKey(shipped, [...FIELDS, 'jobTitle'], 'email')).toBeNull();
  expect(renameKey(shipped, [...FIELDS, 'nothing'], 'email2')).toBeNull();
  expect(renameKey('a: [', ['a'], 'b')).toBeNull();
});

test('Whatever the forms change, every comment of the text stays and the rest means the same', () => {
  const source = fc.oneof(
    fc.constantFrom<unknown>('hs_persona', { from: ['a', 'b'], as: 'country' }),
    fc.record({ from: fc.constant('x'), as: fc.constantFrom('trim', 'lower') }),
    fc.record({
      from: fc.constant('x'),
      table: fc.dictionary(fc.constantFrom('A', 'B b', '#c', 'd:'), fc.constantFrom('1', 'two')),
      else: fc.constant('other'),
    }),
  );
  const change = fc.oneof(
    fc.record({
      kind: fc.constant('set' as const),
      field: fc.constantFrom('language', 'phone', 'custom.new'),
      source,
    }),
    fc.record({
      kind: fc.constant('rename' as const),
      field: fc.constantFrom('email', 'owner'),
      name: fc.constantFrom('custom.a', 'custom.b'),
    }),
    fc.record({ kind: fc.constant('gate' as const), minChange: fc.integer({ min: 0, max: 50 }) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
      let text = shipped;
      for (const one of changes) {
        if (one.kind === 'set') text = updateText(text, [...FIELDS, one.field], one.source);
        if (one.kind === 'rename') text = renameKey(text, [...FIELDS, one.field], one.name) ?? text;
        if (one.kind === 'gate')
          text = updateText(text, ['writes', 'score', 'minChange'], one.minChange);
      }
      const after = plainValue(text) as { objects: Record<string, unknown> };
      const { objects } = parse(shipped) as { objects: Record<string, unknown> };
      expect(after.objects.companies).toEqual(objects.companies);
      expect(after.objects.meetings).toEqual(objects.meetings);
      expect(comments(text).sort()).toEqual(comments(shipped).sort());
      expect(text.split('\n').length).toBeLessThan(shipped.split('\n').length + 12);
    }),
    { numRuns: 15 },
  );
});

test('Sources, writes and activities are written as short as they can be, and read back the same', () => {
  const { fields, activities } = objectPart(plainValue(shipped), 'contacts');
  for (const source of Object.values(fields))
    expect(shortSource(longSource(source))).toEqual(source);
  for (const write of Object.values(writesPart(plainValue(shipped)))) {
    expect(shortWrite(longWrite(write))).toEqual(write);
  }
  for (const activity of activities) expect(shortActivity(activity)).toEqual(activity);
  expect(shortSource({ from: ['a'], as: [] })).toBe('a');
  expect(shortActivity({ type: 'x', when: 'y', set: {}, if: {} })).toEqual({
    type: 'x',
    when: 'y',
  });
  expect(objectPart('nonsense', 'contacts')).toEqual({ fields: {}, activities: [] });
});

test('A suggestion replaces the wrong name alone', () => {
  const source = { from: ['jobtitel', 'title'], as: 'trim' };
  expect(replaceIn(source, 'jobtitel', 'jobtitle')).toEqual({
    from: ['jobtitle', 'title'],
    as: 'trim',
  });
  const conditions = { type: 'a', if: { optut: true } };
  expect(replaceIn(conditions, 'optut', 'optout')).toEqual({ type: 'a', if: { optout: true } });
});

test('A record is pasted as an id, as JSON, as an API answers it, or line by line', () => {
  expect(pastedRecord(' 151 ')).toEqual({ id: '151' });
  expect(pastedRecord('{"email":"a@b.example","size":5,"gone":null}')).toEqual({
    values: { email: 'a@b.example', size: '5', gone: null },
  });
  expect(pastedRecord('{"id":"1","properties":{"email":"a@b.example"}}')).toEqual({
    values: { email: 'a@b.example' },
  });
  expect(pastedRecord('email: a@b.example\njobtitle: CTO: all\n')).toEqual({
    values: { email: 'a@b.example', jobtitle: 'CTO: all' },
  });
  for (const nonsense of ['', '{', '[1]', 'two words']) expect(pastedRecord(nonsense)).toBeNull();
});
