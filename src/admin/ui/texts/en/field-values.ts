import type { Department, EmailKind, Seniority } from '../../../../lead/fields.js';

/** Values that are words of ours, by the lead field that holds them. */
export const fieldValues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  seniority: {
    c_level: 'C-level',
    vp: 'Vice president',
    director: 'Director',
    manager: 'Manager',
    staff: 'Staff',
    intern: 'Intern',
    student: 'Student',
  } satisfies Record<Seniority, string>,
  department: {
    sales: 'Sales',
    marketing: 'Marketing',
    it: 'IT',
    engineering: 'Engineering',
    finance: 'Finance',
    hr: 'Human resources',
    operations: 'Operations',
    purchasing: 'Purchasing',
    management: 'Management',
    other: 'Other',
  } satisfies Record<Department, string>,
  emailKind: {
    business: 'Business address',
    free: 'Free provider',
    disposable: 'Throw-away address',
    role: 'Shared mailbox',
  } satisfies Record<EmailKind, string>,
};
