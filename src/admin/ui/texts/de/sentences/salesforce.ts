import type { salesforce as english } from '../../../../api/contract/sentences/salesforce.js';

export const salesforce: Record<keyof typeof english, string> = {
  'salesforce.freshness':
    'Änderungen kommen binnen Sekunden an, wo die Org Änderungsereignisse sendet, sonst im Abstand der Abfrage, in der Regel binnen einer Minute.',
  'salesforce.way-client-credentials': 'Integrationsbenutzer, mit Consumer Key und Secret',
  'salesforce.way-jwt': 'Integrationsbenutzer, mit Zertifikat',
  'salesforce.way-own-app': 'Eigene App, durch Anmelden',
  'salesforce.way-listed-app': 'App aus AppExchange',
  'salesforce.key': 'Schlüssel',
  'salesforce.consumer-key': 'Consumer Key',
  'salesforce.consumer-secret': 'Consumer Secret',
  'salesforce.in-setup': 'In Setup: {place}.',
  'salesforce.login': 'Anmeldeadresse',
  'salesforce.login-help':
    'https://login.salesforce.com für die Produktion, https://test.salesforce.com für eine Sandbox, oder die My Domain der Org (Setup, My Domain).',
  'salesforce.domain-help':
    'Die Adresse der Org selbst, https://<name>.my.salesforce.com (Setup, My Domain).',
  'salesforce.user': 'Benutzername',
  'salesforce.user-help':
    'Des Integrationsbenutzers, wie er sich anmeldet; er muss für die App vorab zugelassen sein.',
  'salesforce.private-key': 'Privater Schlüssel',
  'salesforce.private-key-help':
    'RSA, in PEM-Form und ohne Passphrase; sein Zertifikat ist in der App hochgeladen.',
  'salesforce.leads': 'Leads',
  'salesforce.accounts': 'Accounts',
  'salesforce.opportunities': 'Opportunities',
  'salesforce.events': 'Termine',
  'salesforce.campaign-members': 'Kampagnenmitglieder',
  'salesforce.expired':
    'Salesforce nimmt die Zugangsdaten dieser Org nicht mehr an; verbinden Sie sie neu.',
  'salesforce.day-used-up': 'Die API-Aufrufe der Org in den letzten 24 Stunden sind ausgeschöpft.',
  'salesforce.day-used-up-said':
    'Die API-Aufrufe der Org in den letzten 24 Stunden sind ausgeschöpft: {said}',
  'salesforce.too-many': 'Salesforce führt zu viele Aufrufe dieser Org zugleich aus.',
  'salesforce.too-many-said': 'Salesforce führt zu viele Aufrufe dieser Org zugleich aus: {said}',
  'salesforce.no-api':
    'Diese Salesforce-Org lässt „{operation}“ nicht zu: Ihre Edition oder ihre Einstellungen schließen die API aus.',
  'salesforce.hidden-for':
    'Ein Feld, das „{operation}“ braucht, fehlt oder ist verborgen: Weisen Sie dem verbundenen Benutzer die Berechtigungsgruppe mit ihrer Feldsicherheit zu.',
  'salesforce.hidden':
    'Ein Feld fehlt oder ist verborgen: Weisen Sie dem verbundenen Benutzer die Berechtigungsgruppe Plumbline Integration zu.',
  'salesforce.field-hidden':
    '{object} wird ohne {names} gelesen, jetzt vor dem verbundenen Benutzer verborgen: Geben Sie ihm mit einer Berechtigungsgruppe Lesezugriff darauf ({place}). Was davon gelesen wurde, bleibt.',
  'salesforce.field-absent':
    '{object} wird ohne {names} gelesen: Die Org hat solche Felder nicht oder verbirgt sie. Wo es sie gibt, geben Sie dem verbundenen Benutzer mit einer Berechtigungsgruppe Lesezugriff ({place}); sonst nehmen Sie sie aus der Zuordnung.',
  'salesforce.field-closed':
    '{object} wird ohne {names} geschrieben: Weisen Sie dem verbundenen Benutzer die Berechtigungsgruppe Plumbline Integration zu, oder geben Sie ihm mit einer anderen Schreibzugriff auf {same} und diese Felder ({place}); wurden sie gelöscht, schalten Sie das Zurückschreiben noch einmal ein.',
  'salesforce.object-hidden':
    '{object} kann nicht gelesen werden: Geben Sie dem verbundenen Benutzer mit einer Berechtigungsgruppe Lesezugriff auf {same}.',
  'salesforce.object-closed':
    '{object}-Datensätze können nicht geschrieben werden: Geben Sie dem verbundenen Benutzer mit einer Berechtigungsgruppe Schreibzugriff auf {same} ({place}).',
  'salesforce.no-tasks':
    'Für Besitzer können keine Aufgaben angelegt werden: Lassen Sie den verbundenen Benutzer mit einer Berechtigungsgruppe Aufgaben anlegen ({place}).',
  'salesforce.stream-none':
    'Salesforce sendet uns keine Änderungen, also wird die Org abgefragt. Ein Admin legt den Kanal {channel} an, indem er Plumbline einmal als Benutzer mit View Setup and Configuration und Customize Application verbindet, oder installiert das Paket. {said}',
  'salesforce.stream-no-channel':
    'Die Org hat keinen Kanal Plumbline__chn für Änderungsereignisse, also wird sie abgefragt. Plumbline legt ihn an, sobald der verbundene Benutzer View Setup and Configuration und Customize Application hat; danach genügt View All auf die Objekte.',
  'salesforce.stream-closed':
    'Salesforce lässt uns Änderungen nicht mithören, also wird die Org abgefragt: Geben Sie dem verbundenen Benutzer View All Data oder View All auf die gesendeten Objekte. Salesforce sagt: {said}',
  'salesforce.stream-partly':
    'Änderungen von {objects} werden abgefragt, die der anderen Objekte gesendet: Die Org wählt keine weiteren Objekte für Änderungsereignisse aus. Wo es darauf ankommt, nehmen Sie ein anderes Objekt aus ihren Kanälen (Setup, Change Data Capture) oder kaufen Sie Plätze hinzu; binnen einer Viertelstunde werden sie aufgenommen. {said}',
  'salesforce.stream-used-up':
    'Die Änderungsereignisse der Org in den letzten 24 Stunden sind ausgeschöpft: Sie wird abgefragt, und jede Stunde wird das Mithören neu versucht. Weniger gesendete Objekte oder ein zugekauftes Kontingent schaffen Platz.',
  'salesforce.stream-too-many':
    'Der Org hören so viele Programme zu, wie sie zulässt, also wird sie abgefragt; in einer Viertelstunde wird es neu versucht.',
  'salesforce.stream-away':
    'Das Mithören war länger unterbrochen, als Salesforce seine Änderungen aufhebt (drei Tage); was inzwischen geschah, wird abgefragt.',
  'salesforce.stream-overflow':
    'Salesforce hatte auf einmal mehr Änderungen von {objects}, als es mitteilt; sie werden abgefragt.',
  'salesforce.no-rights':
    'Salesforce lässt „{operation}“ nicht zu: Geben Sie dem verbundenen Benutzer die Berechtigungsgruppe mit den nötigen Rechten.',
  'salesforce.says': 'Salesforce sagt: {said}',
  'salesforce.retired':
    'Salesforce hat die API-Version abgeschaltet, die „{operation}“ benutzt: Aktualisieren Sie Plumbline.',
  'salesforce.too-long': 'Salesforce hat „{operation}“ abgelehnt: Die Adresse ist zu lang.',
  'salesforce.not-now': 'Salesforce konnte einen Datensatz gerade nicht schreiben: {said}',
  'salesforce.no-reason': 'Salesforce hat die Werte abgelehnt, ohne zu sagen, warum.',
  'salesforce.refresh-dead':
    'Salesforce nimmt das Refresh-Token nicht mehr an: Es wurde widerrufen, ruhte zu lange oder wurde zweimal benutzt. Verbinden Sie die Org neu.',
  'salesforce.app-blocked':
    'Ein Admin von Salesforce hat die App gesperrt: Heben Sie das auf (Setup, Connected Apps OAuth Usage) und verbinden Sie die Org neu.',
  'salesforce.user-inactive':
    'Der Benutzer, der Salesforce verbunden hat, ist inaktiv. Aktivieren Sie ihn oder verbinden Sie als anderer neu.',
  'salesforce.org-inactive': 'Diese Salesforce-Org ist inaktiv; verbinden Sie eine andere.',
  'salesforce.sign-in-refused':
    'Salesforce hat die Anmeldung abgelehnt. Prüfen Sie, ob der Benutzer aktiv und nicht eingefroren ist und ob Produktion, Sandbox oder My Domain richtig gewählt ist, dann verbinden Sie neu.',
  'salesforce.asks-to-wait':
    'Salesforce bittet, mit neuem Zugang zu warten; es geht von selbst weiter.',
};
