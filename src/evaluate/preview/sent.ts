import type { Desired, Values } from '../../store/desired.js';

type Row = Pick<Desired, 'want' | 'sending' | 'confirmed' | 'found' | 'refused'>;

/**
 * Properties that the CRM would be sent for a wish, as storing and delivering it decide: not what it holds or
 * is being sent, nor what it has refused, unless one of the refused has a new value. Pure.
 */
export function sentOf(want: Values, row: Row | undefined): string[] {
  if (!row) return Object.keys(want);
  const { found } = row;
  const held: Values = { ...row.confirmed, ...row.sending };
  const again = row.refused.some((one) => one in want && want[one] !== row.want[one]);
  const refused = again ? [] : row.refused;
  const cleared = Object.keys(found).filter((property) => !(property in want));
  return [
    ...Object.keys(want).filter((one) => held[one] !== want[one] || one in found),
    ...cleared,
  ].filter((property) => !refused.includes(property));
}
