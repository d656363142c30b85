/** The type of a lead field; decides how predicates and transforms read it. */
export type FieldType = 'text' | 'number' | 'date' | 'boolean' | 'list';

export interface FieldDefinition {
  readonly type: FieldType;
  readonly label: string;
  /** Derived from another field unless a mapping sets it. */
  readonly derived?: true;
}

/** The common lead model. Values are kept in one flat map keyed by these dotted names. */
export const LEAD_FIELDS: Readonly<Record<string, FieldDefinition>> = {
  email: { type: 'text', label: 'E-mail' },
  emailKind: { type: 'text', label: 'Kind of e-mail address', derived: true },
  'name.first': { type: 'text', label: 'First name' },
  'name.last': { type: 'text', label: 'Last name' },
  phone: { type: 'text', label: 'Phone' },
  jobTitle: { type: 'text', label: 'Job title' },
  seniority: { type: 'text', label: 'Seniority', derived: true },
  department: { type: 'text', label: 'Department', derived: true },
  country: { type: 'text', label: 'Country (ISO 3166-1 alpha-2)' },
  language: { type: 'text', label: 'Language' },
  source: { type: 'text', label: 'Source' },
  createdAt: { type: 'date', label: 'Created' },
  'source.updatedAt': { type: 'date', label: 'Last changed at its source', derived: true },
  owner: { type: 'text', label: 'Owner' },
  crmStage: { type: 'text', label: 'Stage in the CRM' },
  leadStatus: { type: 'text', label: 'Lead status' },
  doNotEmail: { type: 'boolean', label: 'Refuses e-mail' },
  doNotCall: { type: 'boolean', label: 'Refuses calls' },
  lastContactedAt: { type: 'date', label: 'Last contacted' },
  'contacted.count': { type: 'number', label: 'Times contacted' },
  'company.name': { type: 'text', label: 'Company' },
  'company.domain': { type: 'text', label: 'Company domain' },
  'company.employees': { type: 'number', label: 'Company employees' },
  'company.revenue': { type: 'number', label: 'Company revenue' },
  'company.industry': { type: 'text', label: 'Company industry' },
  'company.country': { type: 'text', label: 'Company country' },
  'deal.open': { type: 'number', label: 'Open deals' },
  'deal.won': { type: 'number', label: 'Won deals' },
  'deal.amount': { type: 'number', label: 'Amount of open deals' },
  'deal.stage': { type: 'text', label: 'Stage of the newest deal' },
};

export const SENIORITIES = [
  'c_level',
  'vp',
  'director',
  'manager',
  'staff',
  'intern',
  'student',
] as const;
export type Seniority = (typeof SENIORITIES)[number];

export const DEPARTMENTS = [
  'sales',
  'marketing',
  'it',
  'engineering',
  'finance',
  'hr',
  'operations',
  'purchasing',
  'management',
  'other',
] as const;
export type Department = (typeof DEPARTMENTS)[number];

export const EMAIL_KINDS = ['business', 'free', 'disposable', 'role'] as const;
export type EmailKind = (typeof EMAIL_KINDS)[number];

/** A lead's fields: flat, keyed by dotted names (`company.employees`). A missing key is unknown. */
export type LeadFields = Readonly<Record<string, unknown>>;

export function isLeadField(name: string): boolean {
  return Object.hasOwn(LEAD_FIELDS, name) || /^custom\.[A-Za-z0-9_]+$/.test(name);
}
