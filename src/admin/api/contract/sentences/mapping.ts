/** Values that a mapping cannot read. */
export const mapping = {
  'mapping.not-country': 'is not a country',
  'mapping.not-phone': 'is not a possible phone number',
  'mapping.not-language': 'is not a language tag such as en-us',
  'mapping.not-email': 'is not an e-mail address',
  'mapping.not-domain': 'is not a domain or web address',
  'mapping.not-url': 'is not a web address',
  'mapping.too-large': 'is too large to be meant',
  'mapping.not-whole': 'is not a whole number',
  'mapping.not-range': 'is not a range such as 51-200 or 1000+',
  'mapping.not-boolean': 'is neither yes nor no',
  'mapping.not-date': 'is not a date such as 2026-03-01 or 2026-03-01T12:00:00Z',
  'mapping.not-activity-date': 'is not a date and time that an activity can have',
} as const;
