import type { signingIn as english } from '../../../../api/contract/sentences/signing-in.js';

export const signingIn: Record<keyof typeof english, string> = {
  'signingIn.not-known':
    'Die E-Mail-Adresse oder das Passwort stimmt nicht. Ein Administrator kann Ihnen einen Link für ein neues Passwort machen.',
  'signingIn.no-password':
    'Sie melden sich über den Identitätsanbieter an; ändern Sie Ihr Passwort dort.',
  'signingIn.wrong-password': 'Das jetzige Passwort stimmt nicht.',
  'signingIn.bad-link': 'Dieser Link wurde schon benutzt oder ist zu alt. {wayOut}',
  'signingIn.set-up-done': 'Es gibt schon Benutzer; melden Sie sich an.',
  'signingIn.nobody':
    'Niemand hat hier diese E-Mail-Adresse; ein Administrator kann jemanden einladen oder wieder zulassen.',
  'signingIn.disabled':
    'Dieser Benutzer ist gesperrt; ein Administrator kann jemanden einladen oder wieder zulassen.',
  'signingIn.bad-key':
    'Dieser API-Schlüssel ist unbekannt, widerrufen oder von jemandem, der sich nicht mehr anmelden darf. Machen Sie unter API-Schlüssel einen neuen.',
  'signingIn.foreign-page':
    'Diese Anfrage kam von der Seite einer anderen Website. Ist es Ihre eigene, öffnen Sie sie unter der Adresse, die PUBLIC_URL nennt.',
  'signingIn.csrf':
    'Der Header x-csrf-token fehlt oder gehört nicht zu dieser Sitzung. Laden Sie die Seite neu.',
  'signingIn.not-signed-in': 'Melden Sie sich an.',
  'signingIn.not-allowed':
    'Dafür braucht es die Rolle {needed}; Ihre ist {yours}. Ein Administrator kann das unter Benutzer ändern.',
  'signingIn.journey-lost':
    'Diese Anmeldung dauerte zu lange oder begann in einem anderen Browser.',
  'signingIn.provider-failed':
    'Der Identitätsanbieter hat nicht bestätigt, wer Sie sind; versuchen Sie es noch einmal. Das Protokoll des Servers sagt, warum.',
  'signingIn.not-invited': 'Bitten Sie einen Administrator von Plumbline um eine Einladung.',
  'signingIn.other-person':
    'Beim Identitätsanbieter meldet sich jemand anderes mit dieser E-Mail-Adresse an.',
  'signingIn.too-many-attempts':
    'Zu viele Versuche. Versuchen Sie es in {minutes} Minuten noch einmal.',
  'signingIn.no-user': 'Diesen Benutzer gibt es in diesem Arbeitsbereich nicht.',
  'signingIn.address-taken': 'Jemand hat diese E-Mail-Adresse schon; nehmen Sie eine andere.',
  'signingIn.name-taken': 'Jemand hat diesen Namen schon; nehmen Sie einen anderen.',
  'signingIn.last-admin':
    'Das ist der letzte Administrator, der sich anmelden kann; machen Sie erst jemand anderen zum Administrator.',
  'signingIn.own-password':
    'Ihr eigenes Passwort ändern Sie unter Ihrem Namen; ein Link ist für jemand anderen.',
  'signingIn.no-key': 'Einen solchen API-Schlüssel haben Sie nicht.',
  'signingIn.key-makes-key': 'Ein Schlüssel kann keine Schlüssel machen; melden Sie sich dafür an.',
  'signingIn.key-session': 'Ein API-Schlüssel hat weder Sitzung noch Passwort.',
  'signingIn.role-too-high':
    'Ein Schlüssel von Ihnen darf höchstens {role} sein wie Sie selbst; nehmen Sie diese Rolle oder eine geringere.',
};
