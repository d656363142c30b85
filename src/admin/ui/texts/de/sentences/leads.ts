import type { leads as english } from '../../../../api/contract/sentences/leads.js';

export const leads: Record<keyof typeof english, string> = {
  'leads.no-lead': 'Lead {lead} gibt es nicht.',
  'leads.no-such-lead': 'Diesen Lead gibt es nicht.',
  'leads.merged': 'Lead {lead} gehört jetzt zu Lead {into}.',
  'leads.too-far-ahead': 'Die Seite kann höchstens ein Jahr vorausschauen.',
  'leads.no-model': 'Ein Modell „{model}“ wird nicht bewertet; es gibt {known}.',
  'leads.no-view': 'Eine solche Ansicht haben Sie nicht.',
  'leads.bad-cursor':
    'Diese Stelle gehört nicht zu dieser Liste in dieser Ordnung; laden Sie die Seite neu.',
  'leads.no-suggestion':
    'Die Leads {lead} und {other} sind nicht als eine Person vorgeschlagen; vielleicht hat schon jemand entschieden.',
  'leads.not-of-lead':
    'Lead {lead} hat {held} Datensätze, {moving} von den {named} genannten; nennen Sie einige davon, nicht alle.',
  'leads.merged-in-crm':
    'Das CRM selbst hat Datensätze von Lead {lead} zusammengelegt; machen Sie das dort rückgängig oder verschieben Sie alle zusammen.',
  'leads.no-scoring-model': 'Der Arbeitsbereich hat kein Bewertungsmodell.',
  'leads.stage-by-person': 'Von einem Menschen im CRM auf {stage} gesetzt',
  'leads.stage-by': 'Im CRM auf {stage} gesetzt ({who})',
  'leads.no-longer': 'Nicht mehr: {label}',
  'leads.rounding': 'Rundung',
  'leads.capped': 'begrenzt auf {points}',
  'leads.not-below': 'nicht unter {points}',
};
