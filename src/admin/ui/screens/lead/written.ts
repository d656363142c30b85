import type { LeadWrites } from '../../../api/contract/lead-shapes.js';

type Property = LeadWrites['records'][number]['properties'][number];

/**
 * Whether a property was written and is the CRM's own since, as with a stage that is told once:
 * nothing is wanted of it any more, and what was confirmed need not be empty.
 */
export const isLeftToCrm = ({
  want,
  confirmed,
  state,
}: Pick<Property, 'want' | 'confirmed' | 'state'>): boolean =>
  state === 'confirmed' && want === null && confirmed !== null;

/** Whether a CRM ever said when a value came to be; the epoch stands for never. */
export const isDated = (at: string): boolean => Date.parse(at) > 0;
