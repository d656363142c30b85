export const profile = {
  title: 'Your account',
  link: 'Your account',
  password: 'Password',
  passwordText: 'Changing it signs you out everywhere else.',
  noPassword: 'You sign in by your identity provider alone; there is no password here.',
  change: 'Change the password',
  changed: 'Your password is changed. Elsewhere you are signed out.',
  failed: 'The password was not changed',
  sessions: 'Sessions',
  sessionsText: 'Signs you out in every browser, this one included.',
  everywhere: 'Sign out everywhere',
};
