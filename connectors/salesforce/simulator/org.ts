import type { SimulatorClock } from '../../simulator-kit/clock.js';
import { Access } from './access.js';
import { keepRolesPrimary, moveActivityDate } from './after-save.js';
import { computeFields } from './computed-fields.js';
import { Definitions } from './definitions.js';
import { removeRecord, restoreRecord } from './deletion.js';
import { trackHistory } from './field-history.js';
import { IdMaker } from './ids.js';
import type { DuplicateRule, OrgCore, SaveHooks, ValidationRule } from './org-core.js';
import { OrgLog } from './org-log.js';
import type { QueryOptions, QueryRows } from './query-rows.js';
import { type OrgRecord, Records } from './records.js';
import { saveRecord } from './save.js';
import type { Settings } from './settings.js';
import { runQuery } from './soql.js';
import { type OrgChange, type SaveResult, Transaction, type WriteContext } from './transaction.js';

export interface OrgOptions {
  readonly clock: SimulatorClock;
  readonly settings: Settings;
  /** Five characters that make the org's ids its own, e.g. `5f000`. */
  readonly instance: string;
  readonly name: string;
}

/** Fields that rows are looked up by. */
const INDEXED: readonly (readonly [string, ...string[]])[] = [
  ['Task', 'WhoId', 'WhatId'],
  ['Event', 'WhoId', 'WhatId'],
  ['CampaignMember', 'LeadId', 'ContactId', 'CampaignId'],
  ['CampaignMemberStatus', 'CampaignId'],
  ['OpportunityContactRole', 'OpportunityId', 'ContactId'],
  ['Contact', 'AccountId', 'Email'],
  ['Opportunity', 'AccountId'],
  ['EmailMessageRelation', 'EmailMessageId', 'RelationId'],
  ['Lead', 'Email'],
  ['LeadHistory', 'LeadId'],
  ['ContactHistory', 'ContactId'],
];

/**
 * One Salesforce org in memory: definitions of objects and fields, records by object and id, rights, and
 * the rules that every write goes through. Writes answer as collections do, row by row, and tell the
 * listeners what was committed. Names of objects are as describe spells them.
 */
export class Org implements OrgCore {
  /** 18 characters, `00D…`. */
  readonly id: string;
  readonly name: string;
  readonly clock: SimulatorClock;
  readonly settings: Settings;
  readonly definitions = new Definitions();
  readonly records = new Records();
  readonly access: Access;
  readonly ids: IdMaker;
  /** What happens around every save, in order: computed fields, flows, history … Modules add theirs. */
  readonly hooks: SaveHooks = {
    before: [computeFields],
    after: [trackHistory, keepRolesPrimary, moveActivityDate],
  };
  readonly validationRules: ValidationRule[] = [];
  readonly duplicateRules: DuplicateRule[] = [];
  /** The last committed changes, newest last. */
  readonly log = new OrgLog();
  /** Id of the queue that the active lead assignment rule chooses; null: no active rule. */
  assignmentQueue: string | null = null;
  /** True while the made-up past is laid down: nobody is told. */
  seeding = false;
  private readonly listeners: ((change: OrgChange) => void)[] = [];
  private transactions = 0;
  private commits = 0;

  constructor(options: OrgOptions) {
    this.clock = options.clock;
    this.settings = options.settings;
    this.name = options.name;
    this.ids = new IdMaker(options.instance);
    this.id = this.ids.make('00D');
    this.access = new Access(this.definitions, this.records);
    for (const [object, ...fields] of INDEXED) {
      for (const field of fields) this.records.index(object, field);
    }
  }

  /** Called for every committed change, in order, outside seeding. */
  onChange(listener: (change: OrgChange) => void): void {
    this.listeners.push(listener);
  }

  begin(): Transaction {
    this.transactions += 1;
    const number = this.transactions.toString(16).padStart(12, '0');
    return new Transaction(
      `${number.slice(0, 8)}-${number.slice(8)}-${this.id.slice(3, 8)}`,
      (changes) => {
        for (const [at, change] of changes.entries()) {
          this.commits += 1;
          const whole = { ...change, sequenceNumber: at + 1, commitNumber: this.commits };
          if (this.seeding) continue;
          this.log.add(whole);
          for (const listener of this.listeners) listener(whole);
        }
      },
    );
  }

  /** Creates a record by all the rules; `fields` are as in a JSON body, names in any case. */
  create(
    object: string,
    fields: Readonly<Record<string, unknown>>,
    context: WriteContext,
    transaction?: Transaction,
  ): SaveResult {
    return this.inside(transaction, (tx) =>
      saveRecord(this, tx, { object, id: null, fields, context }),
    );
  }

  update(
    object: string,
    id: string,
    fields: Readonly<Record<string, unknown>>,
    context: WriteContext,
    transaction?: Transaction,
  ): SaveResult {
    return this.inside(transaction, (tx) => saveRecord(this, tx, { object, id, fields, context }));
  }

  /** Into the recycle bin, with what belongs to it. `master`: the record that it was merged into. */
  delete(
    object: string,
    id: string,
    context: WriteContext,
    transaction?: Transaction,
    master?: string,
  ): SaveResult {
    return this.inside(transaction, (tx) => removeRecord(this, tx, object, id, context, master));
  }

  undelete(
    object: string,
    id: string,
    context: WriteContext,
    transaction?: Transaction,
  ): SaveResult {
    return this.inside(transaction, (tx) => restoreRecord(this, tx, object, id, context));
  }

  /** A record, deleted ones included. The id may have 15 or 18 characters if `readId` was applied. */
  get(object: string, id: string): OrgRecord | undefined {
    return this.records.get(object, id);
  }

  /** A living record. */
  living(object: string, id: string): OrgRecord | undefined {
    const record = this.records.get(object, id);
    return record?.values.IsDeleted === true ? undefined : record;
  }

  /** @throws QueryRefusal for what SOQL or the viewer's rights do not allow. */
  query(text: string, options: QueryOptions): QueryRows {
    return runQuery(this, text, options);
  }

  private inside(
    transaction: Transaction | undefined,
    run: (transaction: Transaction) => SaveResult,
  ): SaveResult {
    const own = transaction ?? this.begin();
    const { mark } = own;
    const result = run(own);
    if (!result.success) own.rollback(mark);
    if (!transaction) own.commit();
    return result;
  }
}
