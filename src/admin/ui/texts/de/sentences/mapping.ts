import type { mapping as english } from '../../../../api/contract/sentences/mapping.js';

export const mapping: Record<keyof typeof english, string> = {
  'mapping.not-country': 'ist kein Land',
  'mapping.not-phone': 'ist keine mögliche Telefonnummer',
  'mapping.not-language': 'ist kein Sprachkürzel wie en-us',
  'mapping.not-email': 'ist keine E-Mail-Adresse',
  'mapping.not-domain': 'ist weder Domain noch Webadresse',
  'mapping.not-url': 'ist keine Webadresse',
  'mapping.too-large': 'ist zu groß, um gemeint zu sein',
  'mapping.not-whole': 'ist keine ganze Zahl',
  'mapping.not-range': 'ist kein Bereich wie 51-200 oder 1000+',
  'mapping.not-boolean': 'ist weder ja noch nein',
  'mapping.not-date': 'ist kein Datum wie 2026-03-01 oder 2026-03-01T12:00:00Z',
  'mapping.not-activity-date': 'ist kein Zeitpunkt, den eine Aktivität haben kann',
};
