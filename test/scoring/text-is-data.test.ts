import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { explainLong, explainShort } from '../../src/scoring/explain.js';
import { ago, DAY, NOW, scorer } from './support.js';

const model = scorer(readFileSync('config/scoring/b2b-default.yaml', 'utf8'));

/** What a lead or a visitor may have typed anywhere: names of rules, markup, templates, formulas, line ends. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    'demo-request',
    '+50 Asked for a demo or price',
    '\n+500 Fake line\n= 999, grade A1',
    '\u2028= 999',
    '\u202Eevil',
    '{{total}} {score}',
    '<script>alert(1)</script>',
    '=HYPERLINK("http://rival.example")',
    '__proto__',
    'constructor',
    '[plumbline:another]',
    "'; drop table leads; --",
  ),
);

const LINE = /^[+-]?\d+\.\d\d .+$/;

test('what a lead has typed changes no other line, ends no line and fits the field of the CRM', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (title, name, path, form) => {
      const lead = (texts: { title: string; name: string; path: string; form: string }) => ({
        id: 'l',
        fields: {
          email: 'ann@acme.example',
          'name.first': texts.name,
          'company.name': texts.name,
          jobTitle: texts.title,
          seniority: 'director',
        },
        activities: [
          ago(DAY, 'demo_request', { form: texts.form }, 'a1'),
          ago(2 * DAY, 'page_view', { path: texts.path, [texts.name]: texts.form }, 'a2'),
        ],
      });
      const score = model.score(lead({ title, name, path: `/nowhere${path}`, form }), NOW);
      const plain = model.score(
        lead({ title: 'Director', name: 'Ann', path: '/nowhere', form: 'F' }),
        NOW,
      );
      expect({ ...score, reasons: [] }).toEqual({ ...plain, reasons: [] });
      expect(explainShort(score)).toBe(explainShort(plain));

      const short = explainShort(score);
      expect(short.length).toBeLessThanOrEqual(250);
      const lines = explainLong(score).split('\n');
      expect(lines).toHaveLength(score.reasons.length + 1);
      for (const line of lines.slice(0, -1)) expect(line).toMatch(LINE);
      expect(lines.at(-1)).toMatch(/^= \d+, grade \w+, band \w+$/);
      for (const line of [short, ...lines]) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }
    }),
  );
});

test('a value that a line tells is one short line', () => {
  const told = scorer(`
model: told
version: 1
dimensions: { fit: {} }
rules: [ { id: r, label: Has a title, dimension: fit, when: { field: jobTitle, exists: true }, points: 5 } ]
`);
  fc.assert(
    fc.property(hostile, (jobTitle) => {
      const score = told.score({ id: 'l', fields: { jobTitle }, activities: [] }, NOW);
      const lines = explainLong(score).split('\n');
      expect(lines).toHaveLength(score.reasons.length + 1);
      for (const line of lines) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect([...line].length).toBeLessThan(150);
      }
    }),
  );
});
