import type { Texts } from '../en/index.js';

export const entrance: Texts['entrance'] = {
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  newPassword: 'Neues Passwort',
  currentPassword: 'Jetziges Passwort',
  name: 'Ihr Name',
  passwordHint: (least) => `Mindestens ${least} Zeichen; ein Satz merkt sich am leichtesten.`,
  passwordShort: (least) => `Nehmen Sie mindestens ${least} Zeichen.`,
  show: 'Passwort zeigen oder verbergen',
  required: 'Bitte ausfüllen.',

  signIn: {
    title: 'Anmelden',
    submit: 'Anmelden',
    by: (provider) => `Anmelden mit ${provider}`,
    or: 'oder',
    failed: 'Die Anmeldung hat nicht geklappt',
    problems: {
      disabled: 'Ein Administrator hat Ihren Zugang gesperrt.',
      'not-verified': 'Der Identitätsdienst hat Ihre E-Mail-Adresse nicht bestätigt.',
      'other-person':
        'Mit dieser E-Mail-Adresse meldet sich schon jemand anders an. Wenden Sie sich an einen Administrator.',
      'not-invited':
        'Sie sind noch nicht eingeladen. Wenden Sie sich an einen Administrator von Plumbline.',
      'provider-failed':
        'Der Identitätsdienst hat nicht bestätigt, wer Sie sind. Versuchen Sie es noch einmal.',
      'journey-lost':
        'Das hat zu lange gedauert oder in einem anderen Browser begonnen. Versuchen Sie es noch einmal.',
    },
    problem: 'Die Anmeldung über den Identitätsdienst hat nicht geklappt. Das Log sagt, warum.',
    forgotten: 'Passwort vergessen? Ein Administrator kann Ihnen einen Link für ein neues geben.',
  },
  setUp: {
    title: 'Plumbline einrichten',
    text: 'Sie sind als Erste hier. Ihr Zugang wird Administrator; andere laden Sie später ein.',
    token: 'Einrichtungs-Token',
    tokenHint: 'Er wurde beim Start von Plumbline ausgegeben und gilt einmal.',
    submit: 'Administrator anlegen',
    failed: 'Die Einrichtung hat nicht geklappt',
  },
  welcome: {
    title: 'Passwort wählen',
    text: 'Damit melden Sie sich künftig an. Überall sonst, wo Sie angemeldet waren, werden Sie abgemeldet.',
    submit: 'Speichern und anmelden',
    failed: 'Das Passwort wurde nicht gesetzt',
    noToken:
      'In dieser Adresse fehlt der einmalige Token. Öffnen Sie den Link, den Sie bekommen haben, ganz.',
  },
};
