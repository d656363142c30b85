import type { Texts } from '../en/index.js';

export const shell: Texts['shell'] = {
  skip: 'Zum Inhalt springen',
  navigation: 'Hauptnavigation',
  open: 'Navigation öffnen',
  close: 'Navigation schließen',
  sections: { demo: 'Demo', leads: 'Leads', scoring: 'Bewertung', settings: 'Einstellungen' },
  nav: {
    tour: 'Rundgang',
    overview: 'Überblick',
    leads: 'Leads',
    mappings: 'Zuordnungen',
    model: 'Modell',
    publishing: 'Veröffentlichen',
    accounts: 'Konten',
    users: 'Benutzer',
    keys: 'API-Schlüssel',
    audit: 'Protokoll',
    retention: 'Aufbewahrung',
  },
  menu: (name) => `Menü von ${name}`,
  scheme: 'Farben',
  schemes: { light: 'Hell', dark: 'Dunkel', auto: 'Wie das System' },
  language: 'Sprache',
  languages: { en: 'English', de: 'Deutsch' },
  signOut: 'Abmelden',
  noAccess: {
    title: 'Diese Ansicht ist nicht für Sie freigegeben',
    text: (needed, yours) =>
      `Sie braucht die Rolle ${needed}; Ihre ist ${yours}. Ein Administrator kann das ändern.`,
  },
  notFound: {
    title: 'Unter dieser Adresse gibt es nichts',
    text: 'Der Link ist vielleicht alt, oder das Ziel gibt es nicht mehr.',
    home: 'Zum Anfang',
  },
  unsaved: {
    title: 'Ohne Speichern verlassen?',
    text: 'Was Sie hier geändert haben, ist noch nicht gespeichert.',
    stay: 'Bleiben',
    leave: 'Ohne Speichern verlassen',
  },
};
