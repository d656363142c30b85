/** Texts of the screens before the app: first set-up, signing in, setting a password. */
export const entrance = {
  email: 'E-mail address',
  password: 'Password',
  newPassword: 'New password',
  currentPassword: 'Current password',
  name: 'Your name',
  passwordHint: (least: string) => `At least ${least} characters; a sentence is easiest to keep.`,
  passwordShort: (least: string) => `Use at least ${least} characters.`,
  show: 'Show or hide the password',
  required: 'Please fill this in.',

  signIn: {
    title: 'Sign in',
    submit: 'Sign in',
    by: (provider: string) => `Sign in with ${provider}`,
    or: 'or',
    failed: 'Signing in did not work',
    forgotten: 'Forgot the password? An admin can give you a link for a new one.',
  },
  setUp: {
    title: 'Set up Plumbline',
    text: 'You are the first one here. Your account becomes the admin; others are invited later.',
    token: 'Set-up token',
    tokenHint: 'It was printed where Plumbline was started and works once.',
    submit: 'Create the admin',
    failed: 'The set-up did not work',
  },
  welcome: {
    title: 'Choose a password',
    text: 'With it you sign in from now on. Wherever you were signed in before, you are signed out.',
    submit: 'Save and sign in',
    failed: 'The password could not be set',
    noToken: 'This address lacks its one-time token. Open the link that you were sent, in full.',
  },
};
