import type { RetentionKind } from '../../../api/contract/retention.js';

export const retention = {
  title: 'Retention',
  description: 'How long things are kept. What is older is deleted, a little at a time.',
  kinds: {
    activities: [
      'Activities',
      'Page views, forms, e-mails and meetings. Scores count only what is still there.',
    ],
    values: ['Former values', 'What records said before. It allows a look “as of” a past day.'],
    scores: ['Former scores', 'What totals, grades and bands were before.'],
    audit: ['Audit log', 'Who changed what, when and why.'],
  } as Readonly<Record<RetentionKind, readonly [name: string, text: string]>>,
  keep: (kind: string) => `Keep: ${kind}`,
  forGood: 'For good',
  days: (count: string) => `${count} days`,
  years: (count: string, one: boolean) => `${count} ${one ? 'year' : 'years'}`,
  own: 'Other…',
  ownDays: (kind: string) => `Days: ${kind}`,
  invalid: (least: string, most: string) => `A whole number from ${least} to ${most}.`,
  deletedUpTo: (date: string) => `Deleted up to ${date} so far.`,
  nothingDeleted: 'Nothing was deleted so far.',
  willDelete: (date: string) =>
    `Everything before ${date} is deleted from then on. Deleted things do not come back.`,
  save: 'Save',
  saving: 'The new retention takes effect in a moment.',
};
