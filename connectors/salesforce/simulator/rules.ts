import type { FieldDefinition } from './definition-types.js';
import type { DuplicateRule, SaveDraft } from './org-core.js';
import { checkOwner } from './owner-rules.js';
import { type SaveError, saveError } from './transaction.js';

/** The checks of a draft, first those that automation cannot mend. Trusted writers are not checked. */
export function checkRules(
  draft: SaveDraft,
  stage: 'before-automation' | 'after-automation',
): SaveError[] {
  if (draft.context.trusted) return [];
  if (stage === 'before-automation') return [...convertedLead(draft), ...references(draft)];
  const errors = [
    ...required(draft),
    ...checkOwner(draft),
    ...activityEnds(draft),
    ...unique(draft),
  ];
  if (errors.length > 0) return errors;
  const custom = validation(draft);
  return custom.length > 0 ? custom : duplicates(draft);
}

/** A field that this draft changes, creations included. */
export function changes(draft: SaveDraft, name: string): boolean {
  return (draft.values[name] ?? null) !== (draft.before?.[name] ?? null);
}

function convertedLead({ object, before, org, context }: SaveDraft): SaveError[] {
  const locked =
    object.name === 'Lead' &&
    before?.IsConverted === true &&
    !org.access.has(context.user, 'ViewAndEditConvertedLeads');
  return locked
    ? [saveError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead')]
    : [];
}

function references(draft: SaveDraft): SaveError[] {
  const errors: SaveError[] = [];
  for (const name of draft.given) {
    const field = draft.object.fields.get(name.toLowerCase());
    if (field?.type !== 'reference' || !changes(draft, name)) continue;
    const problem = referenceProblem(draft, field);
    if (problem) errors.push(problem);
  }
  return errors;
}

function referenceProblem(draft: SaveDraft, field: FieldDefinition): SaveError | undefined {
  const id = draft.values[field.name];
  if (typeof id !== 'string') return undefined;
  const { org } = draft;
  const to = org.definitions.objectOfId(id);
  if (!to || !field.referenceTo.includes(to.name)) {
    return saveError(
      'FIELD_INTEGRITY_EXCEPTION',
      `${field.label}: id value of incorrect type: ${id}`,
      [field.name],
    );
  }
  const record = org.records.get(to.name, id);
  if (!record) {
    return saveError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  }
  if (record.values.IsDeleted === true) {
    return saveError('ENTITY_IS_DELETED', 'entity is deleted', [field.name]);
  }
  if (record.values.IsConverted === true && to.name === 'Lead' && draft.kind === 'CREATE') {
    return saveError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', [
      field.name,
    ]);
  }
  if (!org.access.may(draft.context.user, to.name, 'read')) {
    return saveError(
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      'insufficient access rights on cross-reference id',
    );
  }
  return undefined;
}

function required({ org, object, values }: SaveDraft): SaveError[] {
  const missing = org.definitions
    .special(object)
    .required.filter((field) => (values[field.name] ?? null) === null);
  if (missing.length === 0) return [];
  const names = missing.map((field) => field.name);
  return [
    saveError(
      'REQUIRED_FIELD_MISSING',
      `Required fields are missing: [${names.join(', ')}]`,
      names,
    ),
  ];
}

/** A task or event about a lead has no related record. */
function activityEnds({ object, values }: SaveDraft): SaveError[] {
  if (object.name !== 'Task' && object.name !== 'Event') return [];
  const lead = typeof values.WhoId === 'string' && values.WhoId.startsWith('00Q');
  if (!lead || (values.WhatId ?? null) === null) return [];
  return [
    saveError(
      'FIELD_INTEGRITY_EXCEPTION',
      'Related To ID: a lead as the name allows no related record',
      ['WhatId'],
    ),
  ];
}

function unique(draft: SaveDraft): SaveError[] {
  const { object, org, values, id } = draft;
  if (object.name === 'CampaignMember' && draft.kind === 'CREATE') {
    const end = values.LeadId ? 'LeadId' : 'ContactId';
    const others = org.records.by('CampaignMember', end, values[end] ?? null);
    const there = others.some(
      (other) => other.values.CampaignId === values.CampaignId && other.values.IsDeleted !== true,
    );
    if (there) return [saveError('DUPLICATE_VALUE', 'Already a campaign member.')];
  }
  for (const field of org.definitions.special(object).unique) {
    const value = values[field.name] ?? null;
    if (value === null || !changes(draft, field.name)) continue;
    org.records.index(object.name, field.name);
    const other = org.records
      .by(object.name, field.name, value)
      .find((record) => record.id !== id && record.values.IsDeleted !== true);
    if (other) {
      return [
        saveError(
          'DUPLICATE_VALUE',
          `duplicate value found: ${field.name} duplicates value on record with id: ${other.id}`,
          [field.name],
        ),
      ];
    }
  }
  return [];
}

function validation({ object, org, values }: SaveDraft): SaveError[] {
  return org.validationRules
    .filter((rule) => rule.object === object.name && rule.matches(values))
    .map((rule) =>
      saveError(
        'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        rule.message,
        rule.field === undefined ? [] : [rule.field],
      ),
    );
}

function duplicates({ object, org, values, id, context }: SaveDraft): SaveError[] {
  for (const rule of org.duplicateRules) {
    const value = values[rule.field] ?? null;
    if (rule.object !== object.name || value === null) continue;
    if (rule.action === 'alert' && (context.allowDuplicates || context.api === null)) continue;
    org.records.index(object.name, rule.field);
    const others = org.records
      .by(object.name, rule.field, value)
      .filter((other) => other.id !== id && other.values.IsDeleted !== true);
    if (others.length === 0) continue;
    const error = saveError('DUPLICATES_DETECTED', 'Use one of these records?');
    return [
      {
        ...error,
        extra: {
          duplicateResult: duplicateResult(
            rule,
            others.map((o) => o.id),
          ),
        },
      },
    ];
  }
  return [];
}

function duplicateResult(rule: DuplicateRule, ids: readonly string[]) {
  return {
    allowSave: rule.action === 'alert',
    duplicateRule: rule.name,
    duplicateRuleEntityType: rule.object,
    errorMessage: 'Use one of these records?',
    matchResults: [
      {
        entityType: rule.object,
        errors: [],
        matchEngine: 'ExactMatchEngine',
        matchRecords: ids.map((Id) => ({
          additionalInformation: [],
          fieldDiffs: [],
          matchConfidence: 100,
          record: { attributes: { type: rule.object }, Id },
        })),
        rule: rule.name,
        size: ids.length,
        success: true,
      },
    ],
  };
}
