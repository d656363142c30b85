/** What the events API's people are to a lead, and which channels its deliveries make observed. */
import type { Channel } from '../lead/activity.js';
import { EVENT_PERSON, EVENTS_SOURCE } from '../lead/event.js';
import type { CompiledMapping } from './compile.js';
import { compileMapping } from './compile.js';

let compiled: CompiledMapping | undefined;

/** The mapping of the events source: nobody edits it, a person told of has an address and no more. */
export function eventsMapping(): CompiledMapping {
  compiled ??= compileMapping({
    crm: EVENTS_SOURCE,
    version: 1,
    objects: { [EVENT_PERSON]: { role: 'person', fields: { email: 'email' } } },
  });
  return compiled;
}

/** The mapping with the channels that events were delivered of among the observed ones. */
export function withDelivered(
  mapping: CompiledMapping,
  delivered: readonly Channel[],
): CompiledMapping {
  if (delivered.length === 0) return mapping;
  return { ...mapping, channels: () => [...new Set([...mapping.channels(), ...delivered])] };
}
