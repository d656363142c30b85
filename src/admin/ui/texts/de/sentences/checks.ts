import type { checks as english } from '../../../../api/contract/sentences/checks.js';

export const checks: Record<keyof typeof english, string> = {
  'checks.unknown-key': 'unbekannter Schlüssel "{key}"',
  'checks.missing': 'fehlt',
  'checks.missing-activity-property':
    'fehlt: eine Aktivität einer Person ist die Änderung einer Eigenschaft',
  'checks.expected-found': 'erwartet wird {expected}, da steht {found}',
  'checks.text': 'Text',
  'checks.a-list': 'eine Liste',
  'checks.a-group': 'eine Gruppe von Schlüsseln',
  'checks.true-or-false': 'true oder false',
  'checks.a-number': 'eine Zahl',
  'checks.a-whole-number': 'eine ganze Zahl',
  'checks.another-value': 'ein anderer Wert',
  'checks.unknown-value': 'unbekannter Wert {found}; bekannt sind: {known}',
  'checks.unknown-place': 'unbekannte Stelle "{place}"; bekannt sind: {known}',
  'checks.place-form': 'eine Stelle wird {{name}} geschrieben und mit }} geschlossen',
  'checks.number-field': '"{field}" ist eine Zahl: nehmen Sie {operators} mit Zahlen',
  'checks.unknown-field': 'unbekanntes Feld "{field}"',
  'checks.not-here': '"{field}" darf nur in Segmenten, Lebenszyklus und Hinweisen stehen',
  'checks.unknown-type': 'unbekannte Art von Aktivität "{type}"',
  'checks.unknown-own-type': 'unbekannte Art von Aktivität "{type}"; eigene heißen custom:<name>',
  'checks.unknown-lead-field': 'unbekanntes Lead-Feld "{field}"; eigene heißen custom.<name>',
  'checks.unknown-transform': 'unbekannte Umformung "{transform}"',
  'checks.unknown-result': 'unbekanntes Ergebnis "{result}"',
  'checks.unknown-list': 'unbekannte Liste "{name}"',
  'checks.unknown-rule': 'unbekannte Regel "{name}"',
  'checks.unknown-dimension': 'unbekannte Dimension "{name}"',
  'checks.unknown-group': 'unbekannte Gruppe "{name}"',
  'checks.duration': 'erwartet wird eine Dauer wie 36h, 30d oder 2w',
  'checks.duration-above': 'erwartet wird eine Dauer wie 36h, 30d oder 2w, größer als 0',
  'checks.date': 'erwartet wird ein Datum wie 2026-03-01 oder 2026-03-01T12:00:00Z',
  'checks.pattern': 'ist kein RE2-Muster (kein Vor- und Zurückschauen, keine Rückverweise): {why}',
  'checks.order': 'die erste Zahl darf nicht größer als die zweite sein',
  'checks.no-predicate': 'ist leer: nennen Sie mindestens eine Bedingung',
  'checks.several': 'ist mehrere Bedingungen in einer: setzen Sie sie als Liste unter "all"',
  'checks.no-operator-field':
    'ist leer: nennen Sie ein Feld und einen Operator, oder all, any, not',
  'checks.no-operator-alone': 'ist leer: nennen Sie einen Operator, oder all, any, not',
  'checks.no-operator': 'hat keinen Operator; bekannt sind: {known}',
  'checks.no-field': 'hat kein "field"',
  'checks.never-fires': '"{rule}" kann nie greifen: {why}',
  'checks.never-true':
    'sein "when" trifft nie zu (eine leere Liste oder Grenzen, die einander ausschließen)',
  'checks.empty-list': 'die Liste ist leer',
  'checks.segment-never': 'Segment "{segment}" ist unerreichbar: es trifft nie zu',
  'checks.segment-taken':
    'Segment "{segment}" ist unerreichbar: "{earlier}" darüber nimmt alle seine Leads',
  'checks.band-action':
    'Band "{band}" hat keinen nächsten Schritt: sagen Sie, was zu tun ist, { from: …, action: … }',
  'checks.never-reached':
    'Schwelle "{name}" ist nie zu erreichen: {from} liegt über der Obergrenze des Scores, {cap}',
  'checks.always-reached':
    'Schwelle "{name}" ist immer erreicht: {from} liegt nicht über der Untergrenze des Scores, {floor}',
  'checks.sensitive':
    '"{field}" sieht heikel aus: Menschen danach zu bewerten kann verboten oder ungerecht sein',
};
