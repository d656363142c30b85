import type { SaveDraft } from './org-core.js';
import { changes } from './rules.js';
import { OPPORTUNITY_STAGES } from './setup-tables.js';
import { type SaveError, saveError } from './transaction.js';
import { dateText, dateTimeText, type FieldValue, timeOf } from './values.js';

type Compute = (draft: SaveDraft) => readonly SaveError[] | undefined;

/** Fields that the platform works out itself, before the record is stored. */
export function computeFields(draft: SaveDraft): readonly SaveError[] | undefined {
  return COMPUTED[draft.object.name]?.(draft);
}

const personName: Compute = ({ values }) => {
  values.Name = [values.FirstName, values.LastName].filter(Boolean).join(' ');
  return undefined;
};

const COMPUTED: Readonly<Record<string, Compute>> = {
  Lead: (draft) => {
    personName(draft);
    assignOwner(draft);
    return undefined;
  },
  Contact: (draft) => {
    personName(draft);
    draft.values.IsEmailBounced = (draft.values.EmailBouncedDate ?? null) !== null;
    return undefined;
  },
  User: personName,
  Task: (draft) => {
    const { values, org } = draft;
    const closed = [...org.records.all('TaskStatus').values()].some(
      (status) => status.values.MasterLabel === values.Status && status.values.IsClosed === true,
    );
    values.IsClosed = closed;
    values.IsHighPriority = values.Priority === 'High';
    if (!closed) values.CompletedDateTime = null;
    else values.CompletedDateTime ??= dateTimeText(draft.context.at ?? org.clock.now());
    values.AccountId = accountOf(draft);
    return undefined;
  },
  Event: (draft) => {
    const { values } = draft;
    const start = values.StartDateTime ?? values.ActivityDateTime ?? null;
    if (start === null && (values.ActivityDate ?? null) === null) {
      return [
        saveError('FIELD_INTEGRITY_EXCEPTION', 'Start Date Time: an event needs a start', [
          'StartDateTime',
        ]),
      ];
    }
    if (start !== null) setEventTimes(draft, String(start));
    values.AccountId = accountOf(draft);
    return undefined;
  },
  Opportunity: (draft) => {
    const { values } = draft;
    const stage = OPPORTUNITY_STAGES.find((entry) => entry.label === values.StageName);
    if (stage && changes(draft, 'StageName') && !draft.given.has('Probability')) {
      values.Probability = stage.probability;
    }
    values.IsClosed = stage?.closed === true;
    values.IsWon = stage?.won === true;
    values.ForecastCategory = stage?.forecast ?? 'Pipeline';
    return undefined;
  },
  CampaignMember: (draft) => {
    const { values, org } = draft;
    if ((values.LeadId ?? null) === null && (values.ContactId ?? null) === null) {
      return [
        saveError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LeadId]', ['LeadId']),
      ];
    }
    values.LeadOrContactId = values.ContactId ?? values.LeadId ?? null;
    values.Type = values.ContactId ? 'Contact' : 'Lead';
    const statuses = org.records.by(
      'CampaignMemberStatus',
      'CampaignId',
      values.CampaignId ?? null,
    );
    const status = statuses.find((entry) => entry.values.Label === values.Status);
    values.HasResponded = status?.values.HasResponded === true;
    if (values.HasResponded) {
      values.FirstRespondedDate ??= dateText(draft.context.at ?? org.clock.now());
    }
    return undefined;
  },
  EmailMessageRelation: ({ values, org }) => {
    values.RelationObjectType =
      org.definitions.objectOfId(String(values.RelationId ?? ''))?.name ?? null;
    return undefined;
  },
};

/** The API applies the active assignment rule to leads unless the call says no. */
function assignOwner({ org, values, context }: SaveDraft): void {
  const applies = context.api !== null && context.autoAssign !== false && context.trusted !== true;
  if (applies && org.settings.assignmentRules && org.assignmentQueue !== null) {
    values.OwnerId = org.assignmentQueue;
  }
}

function setEventTimes(draft: SaveDraft, start: string): void {
  const { values } = draft;
  const from = timeOf(start);
  values.StartDateTime = start;
  values.ActivityDateTime = start;
  values.ActivityDate = dateText(from);
  if (typeof values.EndDateTime === 'string' && !draft.given.has('DurationInMinutes')) {
    values.DurationInMinutes = Math.round((timeOf(values.EndDateTime) - from) / 60_000);
  } else {
    const minutes = Number(values.DurationInMinutes ?? 60);
    values.DurationInMinutes = minutes;
    values.EndDateTime = dateTimeText(from + minutes * 60_000);
  }
}

function accountOf({ org, values }: SaveDraft): FieldValue {
  const what = values.WhatId;
  const who = values.WhoId;
  if (typeof what === 'string' && what.startsWith('001')) return what;
  if (typeof what === 'string' && what.startsWith('006')) {
    return org.get('Opportunity', what)?.values.AccountId ?? null;
  }
  if (typeof who === 'string' && who.startsWith('003')) {
    return org.get('Contact', who)?.values.AccountId ?? null;
  }
  return null;
}
