import { PlumblineError } from '../../../src/lib/errors.js';
import type { Activity, FormName } from '../../simulator-kit/activity.js';
import type { StoredRecord, ValueChange, ValueSource, Values } from '../../simulator-kit/store.js';
import {
  type AssociationType,
  associationType,
  defaultAssociation,
  primaryAssociation,
} from './association-types.js';
import { FORM_IDS } from './definition-tables.js';
import { merge } from './merge.js';
import type { Portal } from './portal.js';
import { RollUps } from './roll-ups.js';
import { engagementOf, logEngagement } from './seed-engagements.js';
import { BY_AUTOMATION, BY_IMPORT, byApp, byForm, byPerson } from './sources.js';
import { checkValue, isoTime } from './values.js';

/** Who acts: a person by default (the first owner), else a kind of machine. */
export type Actor = { userId: number } | { appId: string } | 'import' | 'automation';

/** What people, visitors and HubSpot itself do in a portal; everything pushed, kept and dated as they would. */
export class Acts {
  private readonly portal: Portal;

  constructor(portal: Portal) {
    this.portal = portal;
  }

  /** A change on the screen (or by import or automation): any writable value, also a stage backwards. */
  edit(type: string, id: string, values: Values, actor?: Actor): ValueChange[] {
    const record = this.record(type, id);
    const checked = this.checked(type, values, record);
    return this.portal.change(record, checked, this.source(actor));
  }

  changeStage(contact: string, stage: string, actor?: Actor): ValueChange[] {
    return this.edit('contacts', contact, { lifecyclestage: stage }, actor);
  }

  /**
   * A form is sent: conversion roll-ups (not pushed; none with `rollUps` false, as for a form that HubSpot
   * does not host) and, with `property`, a date property (pushed).
   */
  fillForm(contact: string, form: FormName, property?: string, rollUps = true): void {
    const at = this.portal.clock.now();
    if (rollUps) this.behave(contact, { kind: 'form', at, form, page: '/contact' });
    if (property === undefined) return;
    const definition = this.portal.properties.get('contacts', property);
    const value = definition.type === 'datetime' ? isoTime(at) : isoTime(at).slice(0, 10);
    const source = byForm(FORM_IDS[form] ?? '');
    this.portal.change(this.record('contacts', contact), { [property]: value }, source);
  }

  /** Opens, clicks, page views, forms and sales activities move the roll-ups; the last also leave a record. */
  behave(contact: string, activity: Activity): StoredRecord | null {
    const record = this.record('contacts', contact);
    const { values, source } = new RollUps(record.values).apply(activity);
    const engagement = engagementOf(activity);
    const made = engagement
      ? logEngagement(
          this.portal,
          record,
          engagement.type,
          engagement.values,
          this.source(),
          undefined,
        )
      : null;
    // What is told late is dated when it happened, as HubSpot's own counting does.
    this.portal.rollUp(record, values, source, activity.at);
    return made;
  }

  logNote(contact: string, body: string, actor?: Actor): StoredRecord {
    const values = { hs_timestamp: isoTime(this.portal.clock.now()), hs_note_body: body };
    return logEngagement(
      this.portal,
      this.record('contacts', contact),
      'notes',
      values,
      this.source(actor),
    );
  }

  createContact(values: Values, company?: string, actor?: Actor): StoredRecord {
    const source = this.source(actor);
    const checked = this.checked('contacts', { lifecyclestage: 'lead', ...values }, null);
    const record = this.portal.create('contacts', checked, source);
    const primary = primaryAssociation('contacts', 'companies');
    if (company !== undefined && primary) {
      this.portal.link(record, this.record('companies', company), primary, source);
    }
    return record;
  }

  archive(type: string, id: string, actor?: Actor): void {
    this.portal.archive(this.record(type, id), this.source(actor));
  }

  restore(type: string, id: string, actor?: Actor): void {
    const record = this.portal.store.get(type, id);
    if (!record) throw refusal(`There is no ${type} record ${id}.`);
    this.portal.restore(record, this.source(actor));
  }

  erase(contact: string, actor?: Actor): void {
    this.portal.erase(this.record('contacts', contact), this.source(actor));
  }

  merge(type: string, primary: string, loser: string, actor?: Actor): StoredRecord {
    return merge(
      this.portal,
      this.record(type, primary),
      this.record(type, loser),
      this.source(actor),
    );
  }

  /** A deal of a contact (and of the contact's primary company). */
  createDeal(contact: string, values: Values = {}, actor?: Actor): StoredRecord {
    const source = this.source(actor);
    const person = this.record('contacts', contact);
    const standard = {
      dealname: 'New deal',
      pipeline: 'default',
      dealstage: 'appointmentscheduled',
    };
    const deal = this.portal.create(
      'deals',
      this.checked('deals', { ...standard, ...values }, null),
      source,
    );
    this.portal.link(
      deal,
      person,
      associationType('deals', 'contacts', 3) as AssociationType,
      source,
    );
    const company = this.portal.store.get('companies', person.values.associatedcompanyid ?? '');
    const kind = defaultAssociation('deals', 'companies');
    if (company && kind) this.portal.link(deal, company, kind, source);
    return deal;
  }

  moveDeal(deal: string, stage: string, actor?: Actor): ValueChange[] {
    return this.edit('deals', deal, { dealstage: stage }, actor);
  }

  completeTask(task: string, actor?: Actor): ValueChange[] {
    return this.edit('tasks', task, { hs_task_status: 'COMPLETED' }, actor);
  }

  /** Tasks of a contact, oldest first, archived ones left out. */
  tasksOf(contact: string): StoredRecord[] {
    return this.portal
      .linked('contacts', contact, 'tasks')
      .sort((a, b) => a.createdAt - b.createdAt || Number(a.id) - Number(b.id));
  }

  record(type: string, id: string): StoredRecord {
    const record = this.portal.store.resolve(type, id);
    if (!record || record.archivedAt !== null)
      throw refusal(`There is no living ${type} record ${id}.`);
    return record;
  }

  /** Values of the right type; a unique one must be free. Unlike an app, a person may write what is calculated. */
  private checked(type: string, values: Values, self: StoredRecord | null): Record<string, string> {
    const checked: Record<string, string> = {};
    for (const [name, value] of Object.entries(values)) {
      const result = checkValue(this.portal.properties.get(type, name), value);
      if ('problem' in result) throw refusal(result.problem.message);
      const { store } = this.portal;
      const taken = store.isUnique(type, name) && store.byUnique(type, name, result.value);
      if (taken && taken !== self) throw refusal(`${type} ${taken.id} already has this ${name}.`);
      checked[name] = result.value;
    }
    return checked;
  }

  source(actor?: Actor): ValueSource {
    if (actor === 'import') return BY_IMPORT;
    if (actor === 'automation') return BY_AUTOMATION;
    if (actor && 'appId' in actor) return byApp(actor.appId);
    return byPerson(actor?.userId ?? this.portal.owners[0]?.userId ?? 1);
  }
}

function refusal(message: string): PlumblineError {
  return new PlumblineError('simulator-act', message, { status: 400 });
}
