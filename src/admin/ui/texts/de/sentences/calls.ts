import type { calls as english } from '../../../../api/contract/sentences/calls.js';

export const calls: Record<keyof typeof english, string> = {
  'calls.credentials-refused':
    'HubSpot nimmt die Zugangsdaten dieses Kontos nicht mehr an; verbinden Sie es neu.',
  'calls.app-removed': 'Die App wurde aus diesem HubSpot-Konto entfernt; verbinden Sie es neu.',
  'calls.scope-missing':
    '{crm} lässt „{operation}“ nicht zu: Geben Sie der App oder dem Schlüssel das fehlende Recht.',
  'calls.scopes-missing':
    '{crm} lässt „{operation}“ nicht zu: Geben Sie eines der Rechte {scopes}.',
  'calls.gone': '{crm} hat nichts Derartiges für „{operation}“.',
  'calls.gone-said': '{crm} hat nichts Derartiges für „{operation}“: {said}',
  'calls.locked': '{crm} hat gesperrt, was „{operation}“ braucht.',
  'calls.limit': 'Die Obergrenze von {crm} hat „{operation}“ abgelehnt.',
  'calls.limit-said': 'Die Obergrenze von {crm} hat „{operation}“ abgelehnt: {said}',
  'calls.moving': '{crm} zieht dieses Konto gerade in ein anderes Rechenzentrum um.',
  'calls.refused': '{crm} hat „{operation}“ abgelehnt.',
  'calls.refused-said': '{crm} hat „{operation}“ abgelehnt: {said}',
  'calls.failed': '{crm} ist an „{operation}“ gescheitert (HTTP {status}).',
  'calls.failed-grant': '{crm} ist an „{operation}“ gescheitert.',
  'calls.unreached': '{crm} war für „{operation}“ nicht zu erreichen.',
  'calls.asks-to-wait': '{crm} bittet, mit „{operation}“ zu warten.',
  'calls.no-account-told':
    'HubSpot hat nicht gesagt, welches Konto verbunden wurde; versuchen Sie es noch einmal.',
  'calls.no-tokens': '{crm} hat auf die Anfrage nach Zugang keinen gegeben.',
  'calls.no-task-id': '{crm} hat eine Aufgabe angelegt, ohne ihre Nummer zu nennen.',
  'calls.task-link': 'Aufgaben von {crm} hängen an {objects}, nicht an {object}.',
  'calls.no-token': '{crm}: Es war kein Zugang zu bekommen.',
  'calls.held-back':
    '{crm}: „{operation}“ wurde nicht gesendet, die Obergrenze {budget} des Kontos ist ausgeschöpft; es geht von selbst weiter.',
  'calls.no-token-in-time':
    '{crm}: „{operation}“ wurde nicht gesendet, die Zeit war um, bevor es Zugang gab.',
  'calls.not-sent': '{crm}: „{operation}“ ließ sich nicht senden.',
  'calls.no-answer': '{crm}: keine Antwort auf „{operation}“ binnen {seconds} s.',
  'calls.connection-failed':
    '{crm}: Die Verbindung brach bei „{operation}“ ab; prüfen Sie, ob dieser Server {host} erreicht.',
  'calls.sent-again': 'im CRM nicht gefunden, noch einmal gesendet',
};
