import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AlertSubject, composeAlert } from '../../src/alerts/compose.js';

const template = {
  subject: '{{name}} asked to be contacted ({{score}} points)',
  lines: [
    'Score {{score}}, grade {{grade}}, {{band}}: {{action}}',
    'Because: {{reasons}}',
    'Who: {{jobTitle}} {{company}}',
    'Last activity: {{lastActivity}}',
    '{{link}}',
  ],
};

const about: AlertSubject = {
  fields: {
    'name.first': 'Ann',
    'name.last': 'Lee',
    'company.name': 'Acme',
    jobTitle: 'VP Sales',
  },
  total: 80,
  grade: 'A1',
  band: 'hot',
  action: 'Call today',
  reasons: [
    { rule: 'small', label: 'Visited the site', hundredths: 200 },
    { rule: 'fit', label: 'Director or above', hundredths: 1500 },
    { rule: null, label: 'capped at 30', hundredths: 9000 },
    { rule: 'demo', label: 'Asked for a demo', hundredths: 4950 },
    { rule: 'bad', label: 'Private e-mail address', hundredths: -1000 },
    { rule: 'web', label: 'Viewed pricing', hundredths: 1250 },
  ],
  why: 'Asked to be contacted',
  lastActivity: { label: 'Demo request', at: Date.parse('2026-03-02T23:30:00Z') },
  link: 'https://plumbline.example/leads/17',
};

test('an alert tells score, grade, band with its action, three best reasons, last activity and link', () => {
  expect(composeAlert(template, about, 'Europe/Helsinki')).toEqual({
    subject: 'Ann Lee asked to be contacted (80 points)',
    lines: [
      'Score 80, grade A1, hot: Call today',
      'Because: Asked for a demo +50, Director or above +15, Viewed pricing +13',
      'Who: VP Sales Acme',
      'Last activity: Demo request, 2026-03-03',
      'https://plumbline.example/leads/17',
    ],
  });
});

test('lines without anything to say are left out', () => {
  const bare = { ...about, fields: {}, reasons: [], lastActivity: null, link: null };
  expect(composeAlert(template, bare, 'UTC')).toEqual({
    subject: 'A lead without a name asked to be contacted (80 points)',
    lines: ['Score 80, grade A1, hot: Call today'],
  });
});

test.each([true, 'true'])('who refuses calls (%j) is never proposed one', (doNotCall) => {
  const refusing = { ...about, fields: { ...about.fields, doNotCall } };
  const phoning = {
    subject: 'Call {{name}}',
    lines: ['{{action}}', 'Give them a call, or phone back.'],
  };
  const { subject, lines } = composeAlert(phoning, refusing, 'UTC');
  expect(subject).toBe('Contact Ann Lee');
  expect(lines).toEqual(['Contact today', 'Contact, or contact.', 'Does not want to be phoned.']);
  for (const line of lines) expect(line).not.toMatch(/\bcall\b/i);
});

test('who refuses e-mail is never proposed one, and may still be called', () => {
  const refusing = { ...about, action: 'Write or call', fields: { doNotEmail: true } };
  const { lines } = composeAlert(
    { subject: 'x', lines: ['{{action}}', 'Send an e-mail.'] },
    refusing,
    'UTC',
  );
  expect(lines).toEqual(['Contact or call', 'Contact.', 'Does not want e-mail.']);
});

test('a lead’s own words are not read as a proposal nor as a template', () => {
  const named = {
    ...about,
    fields: { 'name.first': 'Call', 'name.last': '{{link}}', doNotCall: true },
  };
  expect(composeAlert({ subject: '{{name}}', lines: [] }, named, 'UTC').subject).toBe(
    'Call {{link}}',
  );
});

test('text from a lead stays one short line without control characters', () => {
  const nasty = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(nasty, nasty, nasty, (first, company, label) => {
      const { subject, lines } = composeAlert(
        template,
        {
          ...about,
          fields: { 'name.first': first, 'company.name': company },
          reasons: [{ rule: 'a', label, hundredths: 100 }],
        },
        'UTC',
      );
      for (const line of [subject, ...lines]) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect([...line].length).toBeLessThanOrEqual(500);
      }
      expect([...subject].length).toBeLessThanOrEqual(150);
    }),
  );
});
