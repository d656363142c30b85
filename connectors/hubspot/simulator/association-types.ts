/** HubSpot-defined association type ids (HubSpot docs: Associate records; SDK `AssociationTypes`). */
export interface AssociationType {
  readonly from: string;
  readonly to: string;
  readonly id: number;
  /** The type id seen from the other end. */
  readonly reverse: number;
  readonly label: string | null;
}

const PAIRS: readonly (readonly [string, string, number, number, (string | null)?])[] = [
  ['contacts', 'companies', 279, 280],
  ['contacts', 'companies', 1, 2, 'Primary'],
  ['contacts', 'deals', 4, 3],
  ['deals', 'companies', 341, 342],
  ['deals', 'companies', 5, 6, 'Primary'],
  ['contacts', 'contacts', 449, 449],
  ['calls', 'contacts', 194, 193],
  ['calls', 'companies', 182, 181],
  ['calls', 'deals', 206, 205],
  ['emails', 'contacts', 198, 197],
  ['emails', 'companies', 186, 185],
  ['emails', 'deals', 210, 209],
  ['meetings', 'contacts', 200, 199],
  ['meetings', 'companies', 188, 187],
  ['meetings', 'deals', 212, 211],
  ['notes', 'contacts', 202, 201],
  ['notes', 'companies', 190, 189],
  ['notes', 'deals', 214, 213],
  ['tasks', 'contacts', 204, 203],
  ['tasks', 'companies', 192, 191],
  ['tasks', 'deals', 216, 215],
];

export const ASSOCIATION_TYPES: readonly AssociationType[] = PAIRS.flatMap(
  ([from, to, id, reverse, label = null]) =>
    from === to
      ? [{ from, to, id, reverse, label }]
      : [
          { from, to, id, reverse, label },
          { from: to, to: from, id: reverse, reverse: id, label },
        ],
);

const BY_KEY = new Map(
  ASSOCIATION_TYPES.map((type) => [`${type.from}/${type.to}/${type.id}`, type]),
);

export function associationType(from: string, to: string, id: number): AssociationType | undefined {
  return BY_KEY.get(`${from}/${to}/${id}`);
}

/** The unlabelled type between two objects. */
export function defaultAssociation(from: string, to: string): AssociationType | undefined {
  return ASSOCIATION_TYPES.find(
    (type) => type.from === from && type.to === to && type.label === null,
  );
}

/** The primary company of a contact or deal, as seen from it. */
export function primaryAssociation(from: string, to: string): AssociationType | undefined {
  return ASSOCIATION_TYPES.find(
    (type) => type.from === from && type.to === to && type.label === 'Primary',
  );
}
