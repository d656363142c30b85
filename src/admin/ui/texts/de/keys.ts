import type { Texts } from '../en/index.js';

export const keys: Texts['keys'] = {
  title: 'API-Schlüssel',
  description:
    'Für Skripte und andere Systeme: Alles, was diese Ansichten können, geht auch per Aufruf.',
  caption: 'API-Schlüssel',
  make: 'Schlüssel erzeugen',
  name: 'Name',
  nameHint: 'Wofür er ist: „nächtlicher Export“.',
  role: 'Darf höchstens',
  roleHint: 'Nie mehr, als sein Ersteller zur Zeit des Aufrufs darf.',
  prefix: 'Beginnt mit',
  madeBy: 'Erzeugt von',
  created: 'Erzeugt',
  used: 'Zuletzt benutzt',
  revoke: 'Widerrufen',
  revokeOf: (name) => `${name} widerrufen`,
  revoked: 'Widerrufen',
  willRevoke: (name) => `„${name}“ wird widerrufen.`,
  empty: 'Noch keine Schlüssel',
  emptyText:
    'Mit einem Schlüssel kann ein Skript Leads lesen, Ereignisse senden oder ein Modell veröffentlichen, wie Sie es hier tun.',
  secretTitle: 'Ihr neuer Schlüssel',
  secretText:
    'Kopieren Sie ihn jetzt und verwahren Sie ihn wie ein Passwort: Er wird nicht wieder gezeigt.',
  secretLabel: 'API-Schlüssel',
  tryIt: 'Zum Ausprobieren:',
  tryLabel: 'Ein erster Aufruf',
  stored: 'Ich habe ihn verwahrt',
  required: 'Bitte ausfüllen.',
};
