/** Leads, their pages and lists. */
export const leads = {
  'leads.no-lead': 'There is no lead {lead}.',
  'leads.no-such-lead': 'There is no such lead.',
  'leads.merged': 'Lead {lead} is part of lead {into} now.',
  'leads.too-far-ahead': 'The page can look ahead by a year at most.',
  'leads.no-model': 'No model "{model}" is scored; there are {known}.',
  'leads.no-view': 'There is no such view of yours.',
  'leads.bad-cursor':
    'The cursor is not one that this list gave out for this order; begin again without it.',
  'leads.no-suggestion':
    'Leads {lead} and {other} are not suggested as one person; somebody may have decided already.',
  'leads.not-of-lead':
    'Lead {lead} holds {held} records, {moving} of the {named} named; name some of its records, not all.',
  'leads.merged-in-crm':
    'The CRM itself merged records of lead {lead}; undo that merge there, or move all of them together.',
  'leads.no-scoring-model': 'The workspace has no scoring model.',
  'leads.stage-by-person': 'Set to {stage} in the CRM by a person',
  'leads.stage-by': 'Set to {stage} in the CRM by {who}',
  'leads.no-longer': 'No longer: {label}',
  'leads.rounding': 'rounding',
  'leads.capped': 'capped at {points}',
  'leads.not-below': 'not below {points}',
} as const;
