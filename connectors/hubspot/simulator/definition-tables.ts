import { FORMS } from '../../simulator-kit/job-titles.js';
import type {
  PropertyDefinition,
  PropertyGroup,
  PropertyOption,
  PropertyType,
} from './definition-types.js';

/** `rw` writable, `ro` read only, `roll` kept by HubSpot from behaviour (read only and never pushed). */
type Access = 'rw' | 'ro' | 'roll';
type Row = readonly [string, PropertyType, string, string, Access?, (readonly string[])?];
type BuiltIn = Omit<PropertyDefinition, 'createdAt' | 'updatedAt'>;

export const LIFECYCLE_STAGES = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
  'other',
] as const;

export const DEAL_STAGES = [
  { id: 'appointmentscheduled', label: 'Appointment scheduled', probability: '0.2' },
  { id: 'qualifiedtobuy', label: 'Qualified to buy', probability: '0.4' },
  { id: 'presentationscheduled', label: 'Presentation scheduled', probability: '0.6' },
  { id: 'contractsent', label: 'Contract sent', probability: '0.9' },
  { id: 'closedwon', label: 'Closed won', probability: '1.0' },
  { id: 'closedlost', label: 'Closed lost', probability: '0.0' },
] as const;

const SOURCES = [
  'ORGANIC_SEARCH',
  'PAID_SEARCH',
  'EMAIL_MARKETING',
  'SOCIAL_MEDIA',
  'REFERRALS',
  'OTHER_CAMPAIGNS',
  'DIRECT_TRAFFIC',
  'OFFLINE',
  'PAID_SOCIAL',
];

const LEAD_STATUS = [
  'NEW',
  'OPEN',
  'IN_PROGRESS',
  'OPEN_DEAL',
  'UNQUALIFIED',
  'ATTEMPTED_TO_CONTACT',
  'CONNECTED',
  'BAD_TIMING',
];

/** The industries of the made-up market and others of HubSpot's list. */
const INDUSTRY = [
  'COMPUTER_SOFTWARE',
  'MACHINERY',
  'FINANCIAL_SERVICES',
  'LOGISTICS_AND_SUPPLY_CHAIN',
  'HOSPITAL_HEALTH_CARE',
  'RETAIL',
  'MARKETING_AND_ADVERTISING',
  'HIGHER_EDUCATION',
  'BANKING',
  'CONSTRUCTION',
  'INSURANCE',
  'REAL_ESTATE',
];

const RECORD: readonly Row[] = [
  ['hs_object_id', 'number', 'number', 'Record ID', 'ro'],
  ['hs_object_source', 'string', 'text', 'Record source', 'ro'],
  ['hs_object_source_id', 'string', 'text', 'Record source ID', 'ro'],
  ['hs_merged_object_ids', 'enumeration', 'checkbox', 'Merged record IDs', 'ro'],
  ['hs_created_by_user_id', 'number', 'number', 'Created by user ID', 'ro'],
  ['hs_updated_by_user_id', 'number', 'number', 'Updated by user ID', 'ro'],
  ['hubspot_owner_id', 'enumeration', 'select', 'Owner'],
  ['hubspot_owner_assigneddate', 'datetime', 'date', 'Owner assigned date', 'ro'],
];

const CONTACTS: readonly Row[] = [
  ...RECORD,
  ['createdate', 'datetime', 'date', 'Create date', 'ro'],
  ['lastmodifieddate', 'datetime', 'date', 'Last modified date', 'ro'],
  ['email', 'string', 'text', 'Email'],
  ['hs_additional_emails', 'enumeration', 'checkbox', 'Additional email addresses', 'ro'],
  ['firstname', 'string', 'text', 'First name'],
  ['lastname', 'string', 'text', 'Last name'],
  ['phone', 'string', 'phonenumber', 'Phone number'],
  ['mobilephone', 'string', 'phonenumber', 'Mobile phone number'],
  ['jobtitle', 'string', 'text', 'Job title'],
  ['company', 'string', 'text', 'Company name'],
  ['website', 'string', 'text', 'Website URL'],
  ['city', 'string', 'text', 'City'],
  ['state', 'string', 'text', 'State/region'],
  ['zip', 'string', 'text', 'Postal code'],
  ['country', 'string', 'text', 'Country/region'],
  ['ip_country', 'string', 'text', 'IP country', 'ro'],
  ['ip_country_code', 'string', 'text', 'IP country code', 'ro'],
  ['industry', 'string', 'text', 'Industry'],
  [
    'numemployees',
    'enumeration',
    'radio',
    'Number of employees',
    'rw',
    ['1-5', '5-25', '25-50', '50-100', '100-500', '500-1000', '1000+'],
  ],
  ['annualrevenue', 'string', 'text', 'Annual revenue'],
  ['message', 'string', 'textarea', 'Message'],
  [
    'hs_language',
    'enumeration',
    'select',
    'Preferred language',
    'rw',
    ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'],
  ],
  ['hs_persona', 'enumeration', 'radio', 'Persona', 'rw', ['persona_1', 'persona_2']],
  ['lifecyclestage', 'enumeration', 'radio', 'Lifecycle stage', 'rw', LIFECYCLE_STAGES],
  ['hs_lead_status', 'enumeration', 'radio', 'Lead status', 'rw', LEAD_STATUS],
  ...LIFECYCLE_STAGES.map(
    (stage): Row => [
      `hs_lifecyclestage_${stage}_date`,
      'datetime',
      'date',
      `Became ${stage} date`,
      'roll',
    ],
  ),
  ['associatedcompanyid', 'number', 'number', 'Primary associated company ID', 'ro'],
  ['num_associated_deals', 'number', 'number', 'Number of associated deals', 'roll'],
  ['first_deal_created_date', 'datetime', 'date', 'First deal created date', 'roll'],
  ['recent_deal_amount', 'number', 'number', 'Recent deal amount', 'roll'],
  ['closedate', 'datetime', 'date', 'Close date'],
  ['hs_email_optout', 'bool', 'booleancheckbox', 'Unsubscribed from all email'],
  ['hs_email_open', 'number', 'number', 'Marketing emails opened', 'roll'],
  ['hs_email_click', 'number', 'number', 'Marketing emails clicked', 'roll'],
  ['hs_email_delivered', 'number', 'number', 'Marketing emails delivered', 'roll'],
  ['hs_email_bounce', 'number', 'number', 'Marketing emails bounced', 'roll'],
  ['hs_email_last_open_date', 'datetime', 'date', 'Last marketing email open date', 'roll'],
  ['hs_email_last_click_date', 'datetime', 'date', 'Last marketing email click date', 'roll'],
  ['hs_email_last_send_date', 'datetime', 'date', 'Last marketing email send date', 'roll'],
  ['hs_email_last_email_name', 'string', 'text', 'Last marketing email name', 'roll'],
  ['hs_email_first_open_date', 'datetime', 'date', 'First marketing email open date', 'roll'],
  [
    'hs_email_sends_since_last_engagement',
    'number',
    'number',
    'Sends since last engagement',
    'roll',
  ],
  ['hs_sales_email_last_opened', 'datetime', 'date', 'Recent sales email opened date', 'roll'],
  ['hs_sales_email_last_clicked', 'datetime', 'date', 'Recent sales email clicked date', 'roll'],
  ['hs_sales_email_last_replied', 'datetime', 'date', 'Recent sales email replied date', 'roll'],
  ['num_conversion_events', 'number', 'number', 'Number of form submissions', 'roll'],
  ['num_unique_conversion_events', 'number', 'number', 'Number of unique forms submitted', 'roll'],
  ['recent_conversion_event_name', 'string', 'text', 'Recent conversion', 'roll'],
  ['recent_conversion_date', 'datetime', 'date', 'Recent conversion date', 'roll'],
  ['first_conversion_event_name', 'string', 'text', 'First conversion', 'roll'],
  ['first_conversion_date', 'datetime', 'date', 'First conversion date', 'roll'],
  ['hs_analytics_num_page_views', 'number', 'number', 'Number of page views', 'roll'],
  ['hs_analytics_num_visits', 'number', 'number', 'Number of sessions', 'roll'],
  ['hs_analytics_first_timestamp', 'datetime', 'date', 'Time first seen', 'roll'],
  ['hs_analytics_last_timestamp', 'datetime', 'date', 'Time last seen', 'roll'],
  ['hs_analytics_last_visit_timestamp', 'datetime', 'date', 'Time of last session', 'roll'],
  ['hs_analytics_last_url', 'string', 'text', 'Last page seen', 'roll'],
  ['hs_analytics_first_url', 'string', 'text', 'First page seen', 'roll'],
  ['hs_analytics_source', 'enumeration', 'select', 'Original source', 'roll', SOURCES],
  ['hs_analytics_source_data_1', 'string', 'text', 'Original source drill-down 1', 'roll'],
  ['hs_latest_source', 'enumeration', 'select', 'Latest source', 'roll', SOURCES],
  ['hs_latest_source_timestamp', 'datetime', 'date', 'Latest source date', 'roll'],
  ['notes_last_contacted', 'datetime', 'date', 'Last contacted', 'roll'],
  ['notes_last_updated', 'datetime', 'date', 'Last activity date', 'roll'],
  ['num_contacted_notes', 'number', 'number', 'Number of times contacted', 'roll'],
  ['num_notes', 'number', 'number', 'Number of sales activities', 'roll'],
  ['hs_last_sales_activity_timestamp', 'datetime', 'date', 'Last engagement date', 'roll'],
  ['hs_sequences_is_enrolled', 'bool', 'booleancheckbox', 'Currently in sequence', 'roll'],
  ['hubspotscore', 'number', 'number', 'HubSpot score', 'ro'],
  ['hs_predictivecontactscore_v2', 'number', 'number', 'Likelihood to close', 'ro'],
];

const COMPANIES: readonly Row[] = [
  ...RECORD,
  ['createdate', 'datetime', 'date', 'Create date', 'ro'],
  ['hs_lastmodifieddate', 'datetime', 'date', 'Last modified date', 'ro'],
  ['name', 'string', 'text', 'Company name'],
  ['domain', 'string', 'text', 'Company domain name'],
  ['website', 'string', 'text', 'Website URL'],
  ['industry', 'enumeration', 'select', 'Industry', 'rw', INDUSTRY],
  ['numberofemployees', 'number', 'number', 'Number of employees'],
  ['annualrevenue', 'number', 'number', 'Annual revenue'],
  ['country', 'string', 'text', 'Country/region'],
  ['city', 'string', 'text', 'City'],
  ['state', 'string', 'text', 'State/region'],
  ['phone', 'string', 'phonenumber', 'Phone number'],
  ['description', 'string', 'textarea', 'Description'],
  ['lifecyclestage', 'enumeration', 'radio', 'Lifecycle stage', 'rw', LIFECYCLE_STAGES],
  ['hs_lead_status', 'enumeration', 'radio', 'Lead status', 'rw', LEAD_STATUS],
  ['num_associated_contacts', 'number', 'number', 'Number of associated contacts', 'roll'],
  ['num_associated_deals', 'number', 'number', 'Number of associated deals', 'roll'],
];

const DEALS: readonly Row[] = [
  ...RECORD,
  ['createdate', 'datetime', 'date', 'Create date'],
  ['hs_lastmodifieddate', 'datetime', 'date', 'Last modified date', 'ro'],
  ['dealname', 'string', 'text', 'Deal name'],
  ['amount', 'number', 'number', 'Amount'],
  ['deal_currency_code', 'enumeration', 'select', 'Currency', 'rw', ['EUR', 'USD', 'GBP', 'CHF']],
  ['closedate', 'datetime', 'date', 'Close date'],
  ['pipeline', 'enumeration', 'select', 'Pipeline', 'rw', ['default']],
  ['dealstage', 'enumeration', 'radio', 'Deal stage', 'rw', DEAL_STAGES.map((stage) => stage.id)],
  ['dealtype', 'enumeration', 'radio', 'Deal type', 'rw', ['newbusiness', 'existingbusiness']],
  ['closed_lost_reason', 'string', 'textarea', 'Closed lost reason'],
  ['closed_won_reason', 'string', 'textarea', 'Closed won reason'],
  ['hs_is_closed', 'bool', 'booleancheckbox', 'Is deal closed', 'ro'],
  ['hs_is_closed_won', 'bool', 'booleancheckbox', 'Is closed won', 'ro'],
  ['hs_deal_stage_probability', 'number', 'number', 'Deal probability', 'ro'],
  ['num_associated_contacts', 'number', 'number', 'Number of associated contacts', 'roll'],
];

const ENGAGEMENT: readonly Row[] = [
  ...RECORD,
  ['hs_createdate', 'datetime', 'date', 'Create date', 'ro'],
  ['hs_lastmodifieddate', 'datetime', 'date', 'Last modified date', 'ro'],
  ['hs_timestamp', 'datetime', 'date', 'Activity date'],
];

const TASKS: readonly Row[] = [
  ...ENGAGEMENT,
  ['hs_task_subject', 'string', 'text', 'Task title'],
  ['hs_task_body', 'string', 'html', 'Task notes'],
  [
    'hs_task_status',
    'enumeration',
    'select',
    'Task status',
    'rw',
    ['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'DEFERRED', 'COMPLETED'],
  ],
  [
    'hs_task_priority',
    'enumeration',
    'select',
    'Priority',
    'rw',
    ['NONE', 'LOW', 'MEDIUM', 'HIGH'],
  ],
  ['hs_task_type', 'enumeration', 'select', 'Task type', 'rw', ['TODO', 'CALL', 'EMAIL']],
  ['hs_task_reminders', 'string', 'text', 'Reminders'],
  ['hs_task_completion_date', 'datetime', 'date', 'Completed at', 'ro'],
];

const NOTES: readonly Row[] = [...ENGAGEMENT, ['hs_note_body', 'string', 'html', 'Note body']];

const MEETINGS: readonly Row[] = [
  ...ENGAGEMENT,
  ['hs_meeting_title', 'string', 'text', 'Meeting name'],
  ['hs_meeting_body', 'string', 'html', 'Meeting description'],
  [
    'hs_meeting_outcome',
    'enumeration',
    'select',
    'Meeting outcome',
    'rw',
    ['SCHEDULED', 'COMPLETED', 'RESCHEDULED', 'NO_SHOW', 'CANCELED'],
  ],
  ['hs_meeting_start_time', 'datetime', 'date', 'Meeting start time'],
  ['hs_meeting_end_time', 'datetime', 'date', 'Meeting end time'],
];

const CALLS: readonly Row[] = [
  ...ENGAGEMENT,
  ['hs_call_title', 'string', 'text', 'Call title'],
  ['hs_call_body', 'string', 'html', 'Call notes'],
  ['hs_call_direction', 'enumeration', 'select', 'Call direction', 'rw', ['INBOUND', 'OUTBOUND']],
  [
    'hs_call_status',
    'enumeration',
    'select',
    'Call status',
    'rw',
    [
      'BUSY',
      'CALLING_CRM_USER',
      'CANCELED',
      'COMPLETED',
      'CONNECTING',
      'FAILED',
      'IN_PROGRESS',
      'MISSED',
      'NO_ANSWER',
      'QUEUED',
      'RINGING',
    ],
  ],
  ['hs_call_duration', 'number', 'number', 'Call duration in milliseconds'],
  ['hs_call_disposition', 'string', 'text', 'Call outcome'],
];

const EMAILS: readonly Row[] = [
  ...ENGAGEMENT,
  [
    'hs_email_direction',
    'enumeration',
    'select',
    'Email direction',
    'rw',
    ['EMAIL', 'INCOMING_EMAIL', 'FORWARDED_EMAIL'],
  ],
  [
    'hs_email_status',
    'enumeration',
    'select',
    'Email send status',
    'rw',
    ['BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING', 'SENT'],
  ],
  ['hs_email_subject', 'string', 'text', 'Email subject'],
  ['hs_email_text', 'string', 'textarea', 'Email body'],
  ['hs_email_from_email', 'string', 'text', 'From address', 'ro'],
  ['hs_email_to_email', 'string', 'text', 'To address', 'ro'],
  ['hs_email_open_count', 'number', 'number', 'Opens', 'roll'],
  ['hs_email_click_count', 'number', 'number', 'Clicks', 'roll'],
];

const GROUP_OF: Readonly<Record<string, string>> = {
  contacts: 'contactinformation',
  companies: 'companyinformation',
  deals: 'dealinformation',
  tasks: 'task',
  notes: 'note',
  meetings: 'meeting',
  calls: 'call',
  emails: 'email',
};

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  contacts: CONTACTS,
  companies: COMPANIES,
  deals: DEALS,
  tasks: TASKS,
  notes: NOTES,
  meetings: MEETINGS,
  calls: CALLS,
  emails: EMAILS,
};

export const BUILT_IN_PROPERTIES: Readonly<Record<string, readonly BuiltIn[]>> = Object.fromEntries(
  Object.entries(TABLES).map(([type, rows]) => [type, rows.map((row) => definitionOf(type, row))]),
);

export const BUILT_IN_GROUPS: Readonly<Record<string, readonly PropertyGroup[]>> =
  Object.fromEntries(
    Object.entries(GROUP_OF).map(([type, name]) => [
      type,
      [
        { name, label: `${name} group`, displayOrder: 0, archived: false },
        ...(type === 'contacts'
          ? ['emailinformation', 'conversioninformation', 'analyticsinformation'].map(
              (other, at) => ({
                name: other,
                label: other,
                displayOrder: at + 1,
                archived: false,
              }),
            )
          : []),
      ],
    ]),
  );

/** Form names -> the ids by which submissions name them. */
export const FORM_IDS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(FORMS).map((form, at) => [form, `f0f0f0f0-0000-4000-8000-00000000000${at + 1}`]),
);

function definitionOf(objectType: string, row: Row): BuiltIn {
  const [name, type, fieldType, label, access = 'rw', values = []] = row;
  return {
    name,
    label,
    type,
    fieldType,
    groupName: GROUP_OF[objectType] ?? 'contactinformation',
    description: '',
    options: (type === 'bool' ? ['true', 'false'] : values).map(optionOf),
    displayOrder: -1,
    hasUniqueValue: false,
    hidden: false,
    formField: access === 'rw' && objectType === 'contacts',
    externalOptions:
      name === 'hubspot_owner_id' ||
      name === 'hs_additional_emails' ||
      name === 'hs_merged_object_ids',
    calculated: access === 'roll',
    hubspotDefined: true,
    readOnly: access !== 'rw',
    rollUp: access === 'roll',
    archived: false,
  };
}

function optionOf(value: string, displayOrder: number): PropertyOption {
  return { label: value, value, displayOrder, hidden: false };
}
