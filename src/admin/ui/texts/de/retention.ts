import type { Texts } from '../en/index.js';

export const retention: Texts['retention'] = {
  title: 'Aufbewahrung',
  description: 'Wie lange etwas aufgehoben wird. Was älter ist, wird nach und nach gelöscht.',
  kinds: {
    activities: [
      'Aktivitäten',
      'Seitenaufrufe, Formulare, E-Mails und Termine. Scores zählen nur, was noch da ist.',
    ],
    values: [
      'Frühere Werte',
      'Was Datensätze vorher enthielten. Es erlaubt den Blick auf einen vergangenen Tag.',
    ],
    scores: ['Frühere Scores', 'Was Summen, Noten und Bänder vorher waren.'],
    audit: ['Protokoll', 'Wer wann was warum geändert hat.'],
  },
  keep: (kind) => `Aufheben: ${kind}`,
  forGood: 'Für immer',
  days: (count) => `${count} Tage`,
  years: (count, one) => `${count} ${one ? 'Jahr' : 'Jahre'}`,
  own: 'Andere…',
  ownDays: (kind) => `Tage: ${kind}`,
  invalid: (least, most) => `Eine ganze Zahl von ${least} bis ${most}.`,
  deletedUpTo: (date) => `Bisher gelöscht bis ${date}.`,
  nothingDeleted: 'Bisher wurde nichts gelöscht.',
  willDelete: (date) =>
    `Alles vor dem ${date} wird von da an gelöscht. Gelöschtes kommt nicht zurück.`,
  save: 'Speichern',
  saving: 'Die neue Aufbewahrung gilt gleich.',
};
