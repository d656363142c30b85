import { PlumblineError } from '../../../src/lib/errors.js';
import type { Activity } from '../../simulator-kit/activity.js';
import { logActivity } from './activities.js';
import type { Org } from './org.js';
import type { OrgRecord } from './records.js';
import type { OrgSetup } from './seed-setup.js';
import type { SaveResult, WriteContext } from './transaction.js';

/** Who acts: a user by id, the integration user by `integration`, or the platform by `automation`. */
export type Actor = string;

export interface ActOptions {
  readonly by?: Actor | undefined;
  /** The stamp of the write lies so far back, as when a long transaction commits late, ms. */
  readonly lateMs?: number | undefined;
}

/** What people do in the org, by the same rules as the API. Names of objects and fields as describe has them. */
export class Acts {
  readonly org: Org;
  readonly setup: OrgSetup;

  constructor(org: Org, setup: OrgSetup) {
    this.org = org;
    this.setup = setup;
  }

  create(
    object: string,
    fields: Readonly<Record<string, unknown>>,
    options?: ActOptions,
  ): OrgRecord {
    return done(this.org.create(object, fields, this.context(options)));
  }

  edit(
    object: string,
    id: string,
    fields: Readonly<Record<string, unknown>>,
    options?: ActOptions,
  ): OrgRecord {
    return done(this.org.update(object, id, fields, this.context(options)));
  }

  delete(object: string, id: string, options?: ActOptions): void {
    done(this.org.delete(object, id, this.context(options)));
  }

  undelete(object: string, id: string, options?: ActOptions): void {
    done(this.org.undelete(object, id, this.context(options)));
  }

  /** Fields that only the platform sets (bounces, user settings), without any rule. */
  set(
    object: string,
    id: string,
    fields: Readonly<Record<string, unknown>>,
    options?: ActOptions,
  ): OrgRecord {
    return done(this.org.update(object, id, fields, { ...this.context(options), trusted: true }));
  }

  /** A sales activity with a lead or contact: a Task, an Event, an EmailMessage. */
  behave(who: string, activity: Activity, options?: ActOptions) {
    const person = this.person(who);
    const ends = { who, email: String(person.values.Email ?? ''), owner: this.ownerOf(person) };
    return logActivity(this.org, activity, ends, { ...this.context(options), trusted: true });
  }

  /** A response to a campaign: a new member, or its status moved on. */
  respond(who: string, campaign: string, status = 'Responded', options?: ActOptions): OrgRecord {
    const end = who.startsWith('00Q') ? 'LeadId' : 'ContactId';
    const member = this.org.records
      .by('CampaignMember', end, who)
      .find(({ values }) => values.CampaignId === campaign && values.IsDeleted !== true);
    return member
      ? this.edit('CampaignMember', member.id, { Status: status }, options)
      : this.create(
          'CampaignMember',
          { CampaignId: campaign, [end]: who, Status: status },
          options,
        );
  }

  tasksOf(who: string): OrgRecord[] {
    return this.org.records
      .by('Task', 'WhoId', who)
      .filter(({ values }) => values.IsDeleted !== true);
  }

  completeTask(task: string, options?: ActOptions): OrgRecord {
    return this.edit('Task', task, { Status: 'Completed' }, options);
  }

  context({ by, lateMs = 0 }: ActOptions = {}): WriteContext {
    const known: Readonly<Record<string, string>> = {
      integration: this.setup.integration,
      automation: this.setup.automated,
    };
    const user = by === undefined ? this.setup.admin : (known[by] ?? by);
    return { user, client: null, api: null, at: this.org.clock.now() - lateMs };
  }

  private person(id: string): OrgRecord {
    const found = this.org.living('Lead', id) ?? this.org.living('Contact', id);
    if (found) return found;
    throw new PlumblineError('simulator-record', `There is no living Lead or Contact ${id}.`, {
      status: 404,
    });
  }

  private ownerOf({ values }: OrgRecord): string {
    const owner = String(values.OwnerId);
    const active = this.org.get('User', owner)?.values.IsActive === true;
    return active ? owner : this.setup.admin;
  }
}

function done(result: SaveResult): OrgRecord {
  if (result.success) return result.record;
  const why = result.errors
    .map(({ statusCode, message }) => `${statusCode}: ${message}`)
    .join('; ');
  throw new PlumblineError('simulator-act', `The org refuses this: ${why}`, { status: 400 });
}
