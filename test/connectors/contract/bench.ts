import type { ObjectNeed, OutputProperty, Session } from '../../../connectors/connector.js';
import type { World } from './world.js';

/** What the tests of one world work with; filled anew before each test. */
export interface Bench {
  world: World;
  session: Session;
  person: string;
}

export function needOf(object: string, properties: readonly string[]): ObjectNeed {
  return { object, properties, rollups: [], history: [], links: [] };
}

export function output(name: string, type: OutputProperty['type']): OutputProperty {
  return { name, label: `Plumbline ${name}`, description: `The ${name}.`, type, writtenBy: 'us' };
}
