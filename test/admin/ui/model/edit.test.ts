import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Edit,
  editText,
  plainValue,
  updateText,
} from '../../../../src/admin/ui/screens/model/document/edit.js';
import { deepEqual } from '../../../../src/admin/ui/screens/model/document/equal.js';

const SMALL = `# head
model: test # named
version: 1
dimensions:
  fit: { floor: -30, cap: 45 } # as agreed
  engagement: {}

# what counts
rules:
  # who
  - { id: a, dimension: fit, label: A, when: { field: country, in: [FI, DE] }, points: 5 } # first
  # what
  - id: b
    dimension: engagement # where
    label: B
    activity: { type: page_view, where: { path: { startsWith: /pricing } } }
    # so much
    points: 10
  - { id: c, dimension: fit, label: C, when: { field: email, exists: true }, points: 1 }
# end
`;

const diffLines = (before: string, after: string): string[] => {
  const old = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !old.has(line));
};

test('a changed number changes its line alone', () => {
  const text = updateText(SMALL, ['rules', 0, 'points'], 7);
  expect(diffLines(SMALL, text)).toEqual([
    '  - { id: a, dimension: fit, label: A, when: { field: country, in: [FI, DE] }, points: 7 } # first',
  ]);
  expect(text.split('\n')).toHaveLength(SMALL.split('\n').length);
});

test('keys come and go where they belong, in one line and in several', () => {
  const capped = updateText(SMALL, ['rules', 0, 'cap'], 3);
  expect(capped).toContain('points: 5, cap: 3 } # first\n');
  const later = updateText(capped, ['rules', 1, 'decay'], { halfLife: '30d' });
  expect(later).toContain('    points: 10\n    decay: { halfLife: 30d }\n  - { id: c');
  const gone = updateText(later, ['rules', 1, 'dimension'], undefined);
  expect(gone).not.toContain('# where');
  expect(gone).toContain('  - id: b\n    label: B\n');
  expect(updateText(SMALL, ['dimensions', 'engagement', 'cap'], 50)).toContain(
    '  engagement: { cap: 50 }\n',
  );
});

test('an operator is exchanged without touching its neighbours', () => {
  const text = updateText(SMALL, ['rules', 0, 'when'], {
    field: 'country',
    notIn: ['FI', 'SE, x'],
  });
  expect(text).toContain('when: { field: country, notIn: [ FI, "SE, x" ] }, points: 5 } # first');
});

test('rules are added, copied, removed and moved with their notes', () => {
  const added = editText(SMALL, [
    { kind: 'insert', path: ['rules'], at: 3, value: { id: 'd', points: 2 } },
  ]);
  expect(added).toContain('points: 1 }\n  - { id: d, points: 2 }\n# end\n');
  const moved = editText(SMALL, [{ kind: 'swap', path: ['rules'], at: 0 }]);
  expect(moved).toMatch(
    /# who\n {2}- id: b\n[\s\S]*points: 10\n {2}# what\n {2}- \{ id: a.*# first\n/,
  );
  const removed = updateText(SMALL, ['rules', 0], undefined);
  expect(removed).toContain('rules:\n  # who\n  # what\n  - id: b\n');
});

test('lists that are not there yet begin with a line for each entry', () => {
  const text = editText(SMALL, [
    {
      kind: 'insert',
      path: ['examples'],
      at: 0,
      value: { name: 'x', lead: {}, expect: { total: 1 } },
    },
  ]);
  expect(text).toContain('\nexamples:\n  - { name: x, lead: {}, expect: { total: 1 } }\n');
  expect(text).toContain('# end');
});

test('a text that is no YAML stays as it is', () => {
  expect(updateText('rules: [', ['rules'], [])).toBe('rules: [');
});

const READY = ['b2b-default', 'starter'].map((name) =>
  readFileSync(`config/scoring/${name}.yaml`, 'utf8'),
);

const comments = (text: string): string[] =>
  text.split('\n').flatMap((line) => /(?:^|\s)#(.*)$/.exec(line)?.[1]?.trim() ?? []);

/** Every path of a value, maps and lists included. */
function paths(value: unknown, base: readonly (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...base, Array.isArray(value) ? Number(key) : key];
    return [path, ...paths(inner, path)];
  });
}

const scalars = fc.oneof(
  fc.integer({ min: -100, max: 100 }),
  fc.boolean(),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('30d', '# no comment', 'a: b', '- x', 'true', '12', 'Größe, klein', '/pricing'),
);
const values = fc.oneof(
  scalars,
  fc.array(scalars, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('field', 'eq', 'cap', 'x y'), scalars, { maxKeys: 3 }),
);

test('whatever is set, the document says exactly that and every comment survives', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...READY),
      fc.array(fc.tuple(fc.nat(), values, fc.constantFrom('set', 'add')), {
        minLength: 1,
        maxLength: 4,
      }),
      (ready, steps) => {
        let text = ready;
        for (const [place, value, kind] of steps) {
          const before = plainValue(text);
          const all = paths(before);
          const chosen = all[place % all.length] ?? [];
          const target = chosen.reduce<unknown>(
            (one, key) => (one as Record<string, unknown>)[key],
            before,
          );
          // Setting a whole list or map anew may drop what was noted inside of it: that is no small edit.
          if (target !== null && typeof target === 'object') {
            if (kind !== 'add' || Array.isArray(target)) continue;
            text = updateText(text, [...chosen, 'fresh'], value);
            expect(deepEqual(plainValue(text), replaced(before, [...chosen, 'fresh'], value))).toBe(
              true,
            );
          } else {
            text = updateText(text, chosen, value);
            expect(deepEqual(plainValue(text), replaced(before, chosen, value))).toBe(true);
          }
        }
        const kept = comments(text);
        for (const comment of comments(ready)) expect(kept).toContain(comment);
      },
    ),
    { numRuns: 25 },
  );
});

function replaced(value: unknown, path: readonly (string | number)[], next: unknown): unknown {
  const copy = structuredClone(value);
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((one, key) => (one as Record<string, unknown>)[key], copy);
  (parent as Record<string | number, unknown>)[path.at(-1) ?? ''] = next;
  return copy;
}

test('rules come and go in any order, and comments outside of them survive', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('swap' as const), at: fc.nat(40) }),
    fc.record({ kind: fc.constant('delete' as const), at: fc.nat(40) }),
    fc.record({ kind: fc.constant('insert' as const), at: fc.nat(40) }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...READY),
      fc.array(step, { minLength: 1, maxLength: 5 }),
      (ready, steps) => {
        let text = ready;
        const own = ready.split('\n').filter((line) => /^\s*#/.test(line));
        for (const { kind, at } of steps) {
          const rules = [...(plainValue(text) as { rules: unknown[] }).rules];
          if (rules.length < 3) break;
          const place = at % (rules.length - 1);
          const value = { id: `new-${rules.length}`, points: 1 };
          const edit: Edit =
            kind === 'delete'
              ? { kind, path: ['rules', place] }
              : kind === 'swap'
                ? { kind, path: ['rules'], at: place }
                : { kind, path: ['rules'], at: place + 1, value };
          if (kind === 'delete') rules.splice(place, 1);
          else if (kind === 'insert') rules.splice(place + 1, 0, value);
          else rules.splice(place, 2, rules[place + 1], rules[place]);
          text = editText(text, [edit]);
          expect(deepEqual((plainValue(text) as { rules: unknown[] }).rules, rules)).toBe(true);
        }
        const lines = new Set(text.split('\n').map((line) => line.trim()));
        for (const line of own) expect(lines).toContain(line.trim());
      },
    ),
    { numRuns: 20 },
  );
});
