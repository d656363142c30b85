/** Models and mappings: drafts, versions, previews, publishing. */
export const documents = {
  'documents.no-document': 'There is no {kind} {name}.',
  'documents.no-draft': 'There is no draft of the {kind} {name}.',
  'documents.no-version-of': 'There is no version {version} of the {kind} {name}.',
  'documents.no-version': 'There is no version {version} of {name}.',
  'documents.no-earlier-version': 'There is no earlier version of {name}.',
  'documents.draft-saved':
    '{who} saved the draft of {name} in the meantime: look at both, then save on top of revision {revision}.',
  'documents.draft-gone':
    'The draft of {name} was published or discarded in the meantime: save with no base revision to begin a new one.',
  'documents.draft-changed': '{who} saved the draft of {name} in the meantime: look at it first.',
  'documents.misnamed':
    'The model calls itself {own}; write "model: {line}" to publish it as {name}.',
  'documents.published-meanwhile':
    'Something else was published in the meantime, so nothing was changed. Look at the differences again.',
  'documents.version-meanwhile':
    'Version {now} of {name} is in force by now, not {expected}: nothing was changed. Look at the differences again.',
  'documents.models-only': 'Only a model can run as a shadow or for some leads alone.',
  'documents.no-figures': 'The preview has no figures yet; wait for the first ones.',
  'documents.changed-since-preview':
    '{name}, or what is in force, was changed since its preview: preview it again.',
  'documents.says-already': '{name} says this already, and is what it is to be.',
  'documents.kind-says-already': 'The {kind} {name} says this already.',
  'documents.already-scheduled': 'A publication of {name} is scheduled already; cancel it first.',
  'documents.not-scheduled': 'The publication of {name} is {state} already.',
  'documents.no-publication': 'There is no such publication.',
  'documents.not-previewed': 'Preview it first and name the preview, or say withoutPreview.',
  'documents.no-preview':
    'There is no such preview any more: results are kept for an hour. Start it again.',
  'documents.preview-lapsed':
    'The process that ran this preview ended, or lost the database, before it was done. Start it again.',
  'documents.preview-running': '{who} is previewing {name} right now; wait for it, or stop it.',
  'documents.not-exact': 'Who moves is known when all leads have been looked at.',
  'documents.not-scored': 'A model that scores nobody moves nobody.',
  'documents.not-live': 'A primary model is live: it cannot be a {as}.',
  'documents.primary-model':
    '{name} is the primary model and stays live until another one takes its place: plumbline model apply OTHER --primary.',
  'documents.no-primary-model':
    'The workspace has no primary scoring model: plumbline model apply FILE --primary.',
  'documents.does-not-fit':
    'The {kind} document in force cannot be used with {model} as the primary model:\n{why}',
  'documents.no-version-outside':
    'A model that nobody follows yet has no version for those outside the pilot: run it as a shadow first.',
  'documents.bad-pilot': 'The leads of a pilot cannot be chosen so: {why}',
  'documents.property-clash':
    'The models {name} and {other} would both write {property} in {crm}: give one of them another name.',
  'documents.bad-decay': 'This decay cannot be drawn: correct its spans.',
  'documents.future-example': 'A lead can be pinned as of now or an earlier moment.',
  'documents.no-answers': 'No act was given a percent: answer one at least.',
  'documents.no-lead-here': 'There is no lead {lead} in this workspace.',
  'documents.no-object': '{crm} has no object "{object}"; there are {known}.',
  'documents.no-record':
    'Neither the sample nor the store has a record {record} of {object}; paste its values instead.',
  'documents.found-at-start': '{path} as found at the start',
  'documents.kind-model': 'model',
  'documents.kind-mapping': 'mapping',
  'documents.kind-lifecycle': 'lifecycle',
  'documents.kind-alerts': 'alerts',
  'documents.shadow': 'shadow',
  'documents.state-done': 'done',
  'documents.state-cancelled': 'cancelled',
  'documents.state-failed': 'failed',
  'documents.none': 'none',
} as const;
