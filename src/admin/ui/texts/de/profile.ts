import type { Texts } from '../en/index.js';

export const profile: Texts['profile'] = {
  title: 'Ihr Zugang',
  link: 'Ihr Zugang',
  password: 'Passwort',
  passwordText: 'Wenn Sie es ändern, werden Sie überall sonst abgemeldet.',
  noPassword: 'Sie melden sich nur über Ihren Identitätsdienst an; hier gibt es kein Passwort.',
  change: 'Passwort ändern',
  changed: 'Ihr Passwort ist geändert. Anderswo sind Sie abgemeldet.',
  failed: 'Das Passwort wurde nicht geändert',
  sessions: 'Sitzungen',
  sessionsText: 'Meldet Sie in jedem Browser ab, auch in diesem.',
  everywhere: 'Überall abmelden',
};
