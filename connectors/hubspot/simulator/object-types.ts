/** What differs between HubSpot's object types (HubSpot docs: Using object APIs, CRM search). */
export interface ObjectType {
  /** The name in paths. */
  readonly name: string;
  readonly id: string;
  /** The word in webhooks and association names. */
  readonly singular: string;
  readonly modifiedProperty: string;
  readonly createdProperty: string;
  /** Returned when no properties are asked for; the record's own id and times are always among them. */
  readonly defaults: readonly string[];
  readonly firstId: number;
  readonly required: readonly string[];
  readonly uniqueProperty: string | null;
  readonly engagement: boolean;
}

const ENGAGEMENT = {
  modifiedProperty: 'hs_lastmodifieddate',
  createdProperty: 'hs_createdate',
  defaults: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  required: ['hs_timestamp'],
  uniqueProperty: null,
  engagement: true,
} as const;

export const OBJECT_TYPES: readonly ObjectType[] = [
  {
    name: 'contacts',
    id: '0-1',
    singular: 'contact',
    modifiedProperty: 'lastmodifieddate',
    createdProperty: 'createdate',
    defaults: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
    firstId: 70_000_000_001,
    required: [],
    uniqueProperty: 'email',
    engagement: false,
  },
  {
    name: 'companies',
    id: '0-2',
    singular: 'company',
    modifiedProperty: 'hs_lastmodifieddate',
    createdProperty: 'createdate',
    defaults: ['name', 'domain', 'createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    firstId: 20_000_000_001,
    required: [],
    uniqueProperty: null,
    engagement: false,
  },
  {
    name: 'deals',
    id: '0-3',
    singular: 'deal',
    modifiedProperty: 'hs_lastmodifieddate',
    createdProperty: 'createdate',
    defaults: [
      'dealname',
      'amount',
      'closedate',
      'pipeline',
      'dealstage',
      'createdate',
      'hs_lastmodifieddate',
      'hs_object_id',
    ],
    firstId: 30_000_000_001,
    required: ['dealstage'],
    uniqueProperty: null,
    engagement: false,
  },
  { name: 'tasks', id: '0-27', singular: 'task', firstId: 40_000_000_001, ...ENGAGEMENT },
  { name: 'notes', id: '0-46', singular: 'note', firstId: 50_000_000_001, ...ENGAGEMENT },
  { name: 'meetings', id: '0-47', singular: 'meeting', firstId: 60_000_000_001, ...ENGAGEMENT },
  { name: 'calls', id: '0-48', singular: 'call', firstId: 80_000_000_001, ...ENGAGEMENT },
  { name: 'emails', id: '0-49', singular: 'email', firstId: 90_000_000_001, ...ENGAGEMENT },
];

const BY_WORD = new Map<string, ObjectType>(
  OBJECT_TYPES.flatMap((type) => [
    [type.name, type],
    [type.id, type],
    [type.singular, type],
  ]),
);

/** By name, singular or type id: `contacts`, `contact`, `0-1`. */
export function objectType(word: string): ObjectType | undefined {
  return BY_WORD.get(word.toLowerCase());
}

/** The type of one of our own names, which is always there. */
export function knownType(name: string): ObjectType {
  const type = BY_WORD.get(name);
  if (!type) throw new Error(`There is no object type ${name}.`);
  return type;
}
