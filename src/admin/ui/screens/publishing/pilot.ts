/** Whose leads a pilot is for, as the address has it. Pure. */
import type { Team } from '../../api/publishing.js';

export const PILOTS = ['owners', 'teams', 'list', 'condition'] as const;
export type PilotBy = (typeof PILOTS)[number];

export const readBy = (word: string): PilotBy => PILOTS.find((one) => one === word) ?? 'owners';

type Condition = Record<string, unknown>;

/** The condition that an address carries; null where it carries none. */
export function readCondition(text: string): Condition | null {
  try {
    const value: unknown = JSON.parse(text);
    const isMap = value !== null && typeof value === 'object' && !Array.isArray(value);
    return isMap ? (value as Condition) : null;
  } catch {
    return null;
  }
}

/** Null while something is still to be chosen. */
export function pilotOf(by: PilotBy, owners: readonly string[], leads: string): Condition | null {
  if (by === 'list' || by === 'condition') return readCondition(leads);
  return owners.length === 0 ? null : { field: 'owner', in: [...owners] };
}

/** Who is in one of the teams now; a pilot goes on with them when the teams change. */
export function ownersOf(names: readonly string[], teams: readonly Team[]): string[] {
  const chosen = teams.filter(({ name }) => names.includes(name));
  return [...new Set(chosen.flatMap(({ owners }) => owners))].sort();
}
