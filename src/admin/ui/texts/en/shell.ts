/** Texts of the frame: navigation, menus, guards. */
export const shell = {
  skip: 'Skip to the content',
  navigation: 'Main navigation',
  open: 'Open the navigation',
  close: 'Close the navigation',
  sections: { demo: 'Demo', leads: 'Leads', scoring: 'Scoring', settings: 'Settings' },
  nav: {
    tour: 'Guided tour',
    overview: 'Overview',
    leads: 'Leads',
    mappings: 'Mappings',
    model: 'Model',
    publishing: 'Publishing',
    accounts: 'Accounts',
    users: 'Users',
    keys: 'API keys',
    audit: 'Audit log',
    retention: 'Retention',
  },
  menu: (name: string) => `Menu of ${name}`,
  scheme: 'Colours',
  schemes: { light: 'Light', dark: 'Dark', auto: 'As the system' },
  language: 'Language',
  languages: { en: 'English', de: 'Deutsch' },
  signOut: 'Sign out',
  noAccess: {
    title: 'This screen is not yours to see',
    text: (needed: string, yours: string) =>
      `It needs the role ${needed}; yours is ${yours}. An admin can change that.`,
  },
  notFound: {
    title: 'There is nothing at this address',
    text: 'The link may be old, or what it points to is gone.',
    home: 'Go to the start',
  },
  unsaved: {
    title: 'Leave without saving?',
    text: 'What you changed here is not saved yet.',
    stay: 'Stay',
    leave: 'Leave without saving',
  },
};
