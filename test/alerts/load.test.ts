import { expect, test } from '@jest/globals';
import { loadAlerts } from '../../src/alerts/load.js';
import { ALL_TEXT, SCOPE, SHIPPED, SHIPPED_TEXT } from './support.js';

test('the shipped document loads without a warning', () => {
  expect(loadAlerts(SHIPPED_TEXT, 'config/alerts.yaml', SCOPE).warnings).toEqual([]);
  expect(SHIPPED.triggers.map(({ id, priority, due }) => [id, priority, due])).toEqual([
    ['hand-raise', 'high', { kind: 'business-hours', hours: 1 }],
    ['new-mql', 'medium', { kind: 'end-of-day', days: 1 }],
  ]);
});

test('what is shipped as a comment loads when it is switched on', () => {
  const { alerts, warnings } = loadAlerts(ALL_TEXT, 'all.yaml', SCOPE);
  expect(alerts.triggers.map(({ id }) => id)).toEqual([
    'hand-raise',
    'new-mql',
    'hot-again',
    'deal-contact-active',
  ]);
  expect(warnings).toEqual([]);
});

const edited = (from: string, to: string) => () =>
  loadAlerts(SHIPPED_TEXT.replace(from, to), 'alerts.yaml', SCOPE);

test.each([
  ['priority: high', 'priority: hihg', /priority: unknown value "hihg".*did you mean high\?/],
  ['entered: mql, by', 'enterd: mql, by', /unknown key "enterd" \(did you mean entered\?\)/],
  ['entered: mql, by', 'entered: mqll, by', /did you mean mql\?/],
  [
    'by: [mql-hand]',
    'by: [mql-hnad]',
    /by\[0\]: unknown transition "mql-hnad" \(did you mean mql-hand\?\)/,
  ],
  [
    'template: hand-raise',
    'template: hand-rase',
    /unknown template "hand-rase" \(did you mean hand-raise\?\)/,
  ],
  ['due: 1 business hour', 'due: 1 bussiness hour', /due: expected a due time such as/],
  ['cooldown: 7d', 'cooldown: a week', /cooldown: expected a duration/],
  ['{{reasons}}', '{{resons}}', /unknown place "\{\{resons\}\}".*did you mean reasons\?/],
  ['timeZone: UTC', 'timeZone: Mars/Base', /timeZone: expected an IANA time zone/],
  ["to: '17:00'", "to: '08:00'", /hours.to: must end after it begins/],
  ['on: { entered: mql }', 'on: { entered: mql, crosses: 75 }', /give one of entered, crosses/],
  ['on: { entered: mql }', 'on: { crosses: 75, by: [mql-hand] }', /by: belongs to "entered"/],
  ['id: new-mql', 'id: hand-raise', /"hand-raise" is already trigger 0/],
  [
    'on: { entered: mql }',
    'on: { entered: mql }\n    when: { field: dimensions.ft, gte: 1 }',
    /did you mean dimensions.fit\?/,
  ],
])('refuses %j written as %j', (from, to, message) => {
  expect(edited(from, to)).toThrow(message);
  expect(edited(from, to)).toThrow(/alerts\.yaml:\d+: /);
});

test('warns of an unused template and of an alert that a transition names in vain', () => {
  const text = SHIPPED_TEXT.replace('template: new-mql', 'template: hand-raise');
  const transitions = [...(SCOPE.transitions ?? []), { id: 'gone', alert: 'gone-cold' }];
  const { warnings } = loadAlerts(text, 'alerts.yaml', { ...SCOPE, transitions });
  expect(warnings.map(({ path, message }) => [path, message])).toEqual([
    ['templates.new-mql', 'no trigger uses it'],
    ['triggers', 'transition "gone" names the alert "gone-cold", which is not here'],
  ]);
});
