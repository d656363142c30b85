/** What an admin of Salesforce does about fields that the connected user does not get. */
const FIELD_PERMISSIONS = 'Setup, Permission Sets, Object Settings';

/** One sentence with the way out. Missing and hidden look alike from outside. */
export function lackOf(
  object: string,
  what: 'hidden' | 'absent' | 'closed',
  properties: readonly string[],
): string {
  const names = properties.join(', ');
  switch (what) {
    case 'hidden':
      return `${object} is read without ${names}, now hidden from the connected user: give it read access to them by a permission set (${FIELD_PERMISSIONS}, ${object}). What was read of them stays.`;
    case 'absent':
      return `${object} is read without ${names}: the org has no such fields, or hides them. Where they exist, give the connected user read access by a permission set (${FIELD_PERMISSIONS}, ${object}); else take them out of the mapping.`;
    case 'closed':
      return `${object} is written without ${names}: assign the permission set Plumbline Integration to the connected user, or give it edit access to ${object} and these fields by another (${FIELD_PERMISSIONS}, ${object}); where they were deleted, turn write-back on again.`;
  }
}
