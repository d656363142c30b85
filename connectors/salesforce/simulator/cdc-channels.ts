import { changeEventName } from './cdc-events.js';

/** The standard channel: what the admin selects on the Change Data Capture page. */
export const STANDARD_CHANNEL = 'ChangeEvents';

/** Objects of ours that have change events (Object Reference: "associated objects"). */
export const CAPTURABLE: ReadonlySet<string> = new Set([
  'Lead',
  'Contact',
  'Account',
  'Opportunity',
  'OpportunityContactRole',
  'Task',
  'Event',
  'Campaign',
  'CampaignMember',
  'EmailMessage',
  'User',
]);

export interface Channel {
  readonly id: string;
  /** With its ending: `Plumbline__chn`. */
  readonly name: string;
  readonly label: string;
  readonly channelType: 'data';
  /** Of the managed package that it came with. */
  readonly namespace?: string;
  readonly createdAt: number;
}

export interface ChannelMember {
  readonly id: string;
  /** `ChangeEvents` or the name of a custom channel. */
  readonly channel: string;
  /** `LeadChangeEvent`. */
  readonly entity: string;
  readonly developerName: string;
  /** Of the managed package that it came with. */
  readonly namespace?: string;
  readonly createdAt: number;
}

/** Which entities are captured, and on which channels their events go out. */
export class ChannelRegistry {
  /** Entities that may be selected at one time, on all channels together. */
  mostEntities: number;
  readonly channels = new Map<string, Channel>();
  readonly members = new Map<string, ChannelMember>();

  constructor(mostEntities = 5) {
    this.mostEntities = mostEntities;
  }

  channelNamed(name: string): Channel | undefined {
    return [...this.channels.values()].find((channel) => channel.name === name);
  }

  member(channel: string, entity: string): ChannelMember | undefined {
    return [...this.members.values()].find(
      (entry) => entry.channel === channel && entry.entity === entity,
    );
  }

  /**
   * Different entities that are selected somewhere: one on two channels counts once. What managed packages
   * select does not count (allocations for AppExchange released managed packages).
   */
  selected(): Set<string> {
    const own = [...this.members.values()].filter(({ namespace }) => namespace === undefined);
    return new Set(own.map((entry) => entry.entity));
  }

  /** Events of the entities that go out on a channel of the streaming API; undefined: no such channel. */
  entitiesOf(path: string): readonly string[] | undefined {
    const [, root, name = '', more] = path.split('/');
    if (root !== 'data' || more !== undefined) return undefined;
    if (name === STANDARD_CHANNEL || this.channelNamed(name)) return this.entitiesIn(name);
    return this.member(STANDARD_CHANNEL, name) ? [name] : undefined;
  }

  /** The paths on which an object's events go out. */
  pathsFor(object: string): string[] {
    const entity = changeEventName(object);
    const paths: string[] = [];
    for (const member of this.members.values()) {
      if (member.entity !== entity) continue;
      paths.push(`/data/${member.channel}`);
      if (member.channel === STANDARD_CHANNEL) paths.push(`/data/${entity}`);
    }
    return paths;
  }

  private entitiesIn(channel: string): string[] {
    return [...this.members.values()]
      .filter((member) => member.channel === channel)
      .map((member) => member.entity);
  }
}
