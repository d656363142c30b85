import { checkPredicate, unknownName } from '../language/check.js';
import { decisionFields, type ModelNames } from '../language/decision-fields.js';
import {
  DocumentError,
  type Problem,
  parseDocument,
  problemAt,
  readDocument,
  type SourceDocument,
} from '../language/document.js';
import { parseDuration } from '../language/duration.js';
import { compilePredicate, listsOf, type Predicate } from '../language/predicate.js';
import type { Stage } from '../lead/stage.js';
import { type BusinessHours, type Due, readDue } from './calendar.js';
import { type AlertsDocument, alertsSchema, type Priority } from './schema.js';

export interface AlertTemplate {
  readonly subject: string;
  readonly lines: readonly string[];
}

export interface CompiledTrigger {
  readonly id: string;
  readonly entered: Stage | null;
  /** Null: by any transition of the lifecycle document. */
  readonly by: ReadonlySet<string> | null;
  readonly crosses: number | null;
  readonly when: Predicate | null;
  readonly to: 'owner' | 'fallback';
  readonly channel: 'task';
  readonly priority: Priority;
  readonly due: Due;
  readonly cooldownMs: number;
  readonly template: AlertTemplate;
}

export interface CompiledAlerts {
  readonly name: string;
  readonly version: number;
  readonly hours: BusinessHours;
  readonly timeZone: string;
  readonly fallback: string | null;
  readonly silenceMs: number;
  readonly triggers: readonly CompiledTrigger[];
}

/** What else is in force, for the document's conditions and names. */
export interface AlertsScope {
  readonly model?: ModelNames;
  /** The lifecycle document's transitions with the alert each names. */
  readonly transitions?: readonly { readonly id: string; readonly alert: string | null }[];
}

export interface LoadedAlerts {
  readonly alerts: CompiledAlerts;
  readonly warnings: readonly Problem[];
}

/** Reads and compiles an alerts document. @throws DocumentError with file, line, path and suggestion */
export function loadAlerts(text: string, file: string, scope: AlertsScope = {}): LoadedAlerts {
  const source = readDocument(text, file);
  const document = parseDocument(source, alertsSchema);
  const problems = checkNames(source, document, scope);
  if (problems.length > 0) {
    throw new DocumentError(problems.sort((a, b) => a.line - b.line || a.column - b.column));
  }
  const { days, from, to, timeZone } = document.hours;
  return {
    alerts: {
      name: document.alerts,
      version: document.version,
      hours: { days, from, to },
      timeZone,
      fallback: document.fallback,
      silenceMs: parseDuration(document.silence),
      triggers: compileTriggers(document, scope),
    },
    warnings: warningsOf(source, document, scope),
  };
}

function compileTriggers(document: AlertsDocument, scope: AlertsScope): CompiledTrigger[] {
  const lists = listsOf(scope.model?.lists ?? {});
  return document.triggers.map(({ on, ...one }) => ({
    id: one.id,
    entered: on.entered ?? null,
    by: on.by ? new Set(on.by) : null,
    crosses: on.crosses ?? null,
    when: one.when ? compilePredicate(one.when, { lists }) : null,
    to: one.to,
    channel: one.channel,
    priority: one.priority,
    // Both were checked above; a document that fails the check never comes here.
    due: readDue(one.due) ?? { kind: 'elapsed', ms: 0 },
    cooldownMs: parseDuration(one.cooldown),
    template: document.templates[one.template] ?? { subject: '', lines: [] },
  }));
}

function checkNames(
  source: SourceDocument,
  document: AlertsDocument,
  scope: AlertsScope,
): Problem[] {
  const extra = decisionFields(
    document.triggers.flatMap(({ when }) => when ?? []),
    scope.model,
  );
  const lists = Object.keys(scope.model?.lists ?? {});
  const templates = Object.keys(document.templates);
  const movers = scope.transitions && [...scope.transitions.map(({ id }) => id), 'person', 'crm'];
  return document.triggers.flatMap((one, index) => {
    const path = ['triggers', index];
    const issues = one.when
      ? checkPredicate(one.when, [...path, 'when'], { lists, extra, trend: true })
      : [];
    if (!Object.hasOwn(document.templates, one.template)) {
      issues.push(unknownName('template', one.template, templates, [...path, 'template']));
    }
    for (const [at, name] of (one.on.by ?? []).entries()) {
      if (!movers || movers.includes(name)) continue;
      issues.push(unknownName('transition', name, movers, [...path, 'on', 'by', at]));
    }
    const first = document.triggers.findIndex(({ id }) => id === one.id);
    if (first < index) {
      issues.push({ path: [...path, 'id'], message: `"${one.id}" is already trigger ${first}` });
    }
    return issues.map((issue) => problemAt(source, issue.path, issue.message, issue.suggestion));
  });
}

function warningsOf(
  source: SourceDocument,
  document: AlertsDocument,
  scope: AlertsScope,
): Problem[] {
  const used = new Set(document.triggers.map(({ template }) => template));
  const unused = Object.keys(document.templates).filter((name) => !used.has(name));
  const known = new Set(document.triggers.map(({ id }) => id));
  const lost = (scope.transitions ?? []).filter(({ alert }) => alert !== null && !known.has(alert));
  return [
    ...unused.map((name) => problemAt(source, ['templates', name], 'no trigger uses it')),
    ...lost.map(({ id, alert }) =>
      problemAt(
        source,
        ['triggers'],
        `transition "${id}" names the alert "${alert}", which is not here`,
      ),
    ),
  ];
}
