import type { accounts as english } from '../../../../api/contract/sentences/accounts.js';

export const accounts: Record<keyof typeof english, string> = {
  'accounts.freshness-polled':
    'Änderungen kommen im Abstand der Abfrage an, in der Regel binnen einer Minute.',
  'accounts.freshness-pushed':
    'Änderungen kommen binnen Sekunden an, Seitenaufrufe und E-Mail-Zahlen binnen einer Minute.',
  'accounts.way-key': 'Service-Schlüssel',
  'accounts.way-own-app': 'Eigene App',
  'accounts.way-listed-app': 'App aus dem Marktplatz',
  'accounts.contacts': 'Kontakte',
  'accounts.companies': 'Firmen',
  'accounts.deals': 'Deals',
  'accounts.emails': 'E-Mails',
  'accounts.calls': 'Anrufe',
  'accounts.meetings': 'Treffen',
  'accounts.notes': 'Notizen',
  'accounts.tasks': 'Aufgaben',
  'accounts.feed-load': 'erstes Laden: {object}',
  'accounts.feed-poll': 'Abfrage: {object}',
  'accounts.missing-read':
    '{objects}: nicht lesbar. Geben Sie das Recht {scope} und verbinden Sie neu.',
  'accounts.missing-write':
    'Scores lassen sich nicht in Kontakte schreiben: Geben Sie das Recht {scope} und verbinden Sie neu.',
  'accounts.missing-schema':
    'Unsere Eigenschaften lassen sich nicht anlegen: Geben Sie das Recht {scope} und verbinden Sie neu.',
  'accounts.not-accepted-key':
    '{crm} nimmt diesen Schlüssel nicht an; kopieren Sie den ganzen Schlüssel noch einmal und verbinden Sie neu.',
  'accounts.not-accepted-app':
    '{crm} nimmt den Zugang dieser App nicht an; installieren Sie sie noch einmal und verbinden Sie neu.',
  'accounts.no-person-access': '{crm} lässt uns {objects} nicht lesen. {missing}',
  'accounts.no-key-way': '{crm} lässt sich nicht mit einem Schlüssel verbinden.',
  'accounts.no-connector': 'Plumbline kennt {crm} nicht; es kennt {known}.',
  'accounts.connected-elsewhere':
    'Konto {portal} ist in einem anderen Arbeitsbereich dieses Plumbline verbunden.',
  'accounts.no-account': 'Dieses Konto gibt es in diesem Arbeitsbereich nicht.',
  'accounts.no-account-mapped': 'Dieses Konto gibt es nicht.',
  'accounts.without-credentials':
    'Das {crm}-Konto {portal} hat keine Zugangsdaten; verbinden Sie es neu.',
  'accounts.another-account':
    'Die Zugangsdaten des {crm}-Kontos {portal} öffnen jetzt ein anderes Konto ({other}); verbinden Sie es neu.',
  'accounts.no-new-access':
    '{crm} verweigert Konto {portal} jeden neuen Zugang; sehen Sie dort nach, ob die App noch zugelassen ist, und verbinden Sie das Konto dann neu.',
  'accounts.disconnected': 'das Konto wurde getrennt',
  'accounts.not-stored': 'Konto {account} wurde nicht gespeichert.',
  'accounts.account-gone': 'Konto {account} wurde getrennt.',
  'accounts.stays-off': 'Das Schreiben bleibt aus: {missing}',
  'accounts.stays-off-property':
    'Das Schreiben bleibt aus, weil eine Eigenschaft nicht unsere sein kann: {reasons}',
  'accounts.stays-off-properties':
    'Das Schreiben bleibt aus, weil Eigenschaften nicht unsere sein können: {reasons}',
  'accounts.property-type':
    'Die Kontakt-Eigenschaft {property} gibt es mit dem Typ {found}; sie muss {wanted} sein. Löschen Sie sie in HubSpot oder benennen Sie sie um, dann versuchen Sie es noch einmal.',
  'accounts.property-calculated':
    'Die Kontakt-Eigenschaft {property} gibt es, und HubSpot berechnet sie, darum lässt sie sich nicht schreiben. Löschen Sie sie in HubSpot, dann versuchen Sie es noch einmal.',
  'accounts.property-field-type':
    'Die Kontakt-Eigenschaft {property} gibt es mit dem Feldtyp {found} statt {wanted}; sie wird benutzt, wie sie ist.',
  'accounts.property-choices':
    'Die Liste {property} gibt es; sie bekommt die Werte, die ihr fehlen.',
  'accounts.property-group':
    'Die Kontakt-Eigenschaft {property} gibt es in einer anderen Gruppe; sie wird benutzt.',
  'accounts.property-unusable': '{property} lässt sich nicht benutzen.',
  'accounts.no-app': '{crm} hat keine App, über die sich der Zugang erneuern ließe.',
  'accounts.key-renewed': 'Ein Schlüssel wird nie erneuert.',
  'accounts.no-grant': '{crm} gibt so keinen Zugang.',
  'accounts.bad-host':
    '{field} ist {given}; erwartet wird eine https-Adresse ohne Pfad unter: {known}.',
  'accounts.missing-field': '{field} fehlt.',
  'accounts.missing-field-help': '{field} fehlt. {help}',
  'accounts.unnamed': 'HubSpot-Konto {portal}',
};
