import { checkPredicate } from '../language/check.js';
import { decisionFields, type ModelNames } from '../language/decision-fields.js';
import {
  DocumentError,
  type DocumentPath,
  type Problem,
  parseDocument,
  problemAt,
  readDocument,
  type SourceDocument,
} from '../language/document.js';
import { parseDuration } from '../language/duration.js';
import {
  compilePredicate,
  listsOf,
  type PredicateDocument,
  predicateFields,
} from '../language/predicate.js';
import { funnelRank, type Stage } from '../lead/stage.js';
import { compileEdges } from './due.js';
import { type LifecycleDocument, lifecycleSchema, type TransitionDocument } from './schema.js';
import type { CompiledLifecycle, CompiledTransition } from './types.js';

export interface LoadedLifecycle {
  readonly lifecycle: CompiledLifecycle;
  readonly warnings: readonly Problem[];
}

const POINTS = /^(total|grade|band|reached\..+|trend\..+)$/;
const DIMENSION = /^dimensions\..+$/;
const DEED = /^(activity\..+|deal\..+|feedback(\..+)?|override|disqualified)$/;

/**
 * Points make a move when its condition asks for the total, a threshold, grade, band or trend, or for
 * dimensions without a deed. A dimension beside a deed (asked for a demo, fit not bad) is only a guard.
 */
export function madeByPoints(condition: PredicateDocument): boolean {
  const fields = predicateFields(condition);
  if (fields.some((name) => POINTS.test(name))) return true;
  return fields.some((name) => DIMENSION.test(name)) && !fields.some((name) => DEED.test(name));
}

/** Reads and compiles a lifecycle document. @throws DocumentError with file, line, path and suggestion */
export function loadLifecycle(text: string, file: string, model?: ModelNames): LoadedLifecycle {
  const source = readDocument(text, file);
  const document = parseDocument(source, lifecycleSchema);
  const problems = [
    ...checkConditions(source, document, model),
    ...document.transitions.flatMap((transition, index) =>
      checkTransition(transition, (path, message) =>
        problemAt(source, ['transitions', index, ...path], message),
      ),
    ),
    ...checkIds(source, document),
  ];
  if (problems.length > 0) {
    throw new DocumentError(problems.sort((a, b) => a.line - b.line || a.column - b.column));
  }
  const lists = listsOf(model?.lists ?? {});
  return {
    lifecycle: {
      name: document.lifecycle,
      version: document.version,
      transitions: document.transitions.map((one) => compile(one, lists)),
    },
    warnings: warningsOf(source, document),
  };
}

function compile(one: TransitionDocument, lists: ReturnType<typeof listsOf>): CompiledTransition {
  return {
    id: one.id,
    label: one.label ?? one.id,
    from: new Set(one.from),
    to: one.to,
    holds: compilePredicate(one.when, { lists }),
    edges: compileEdges(one.when),
    holdMs: one.for === undefined ? 0 : parseDuration(one.for),
    restart: one.restart ?? false,
    reverts: one.reverts ?? false,
    alert: one.alert ?? null,
    byPoints: madeByPoints(one.when),
  };
}

function checkConditions(
  source: SourceDocument,
  document: LifecycleDocument,
  model: ModelNames | undefined,
): Problem[] {
  const extra = decisionFields(
    document.transitions.map(({ when }) => when),
    model,
  );
  const lists = Object.keys(model?.lists ?? {});
  return document.transitions.flatMap(({ when }, index) =>
    checkPredicate(when, ['transitions', index, 'when'], { lists, extra, trend: true }).map(
      ({ path, message, suggestion }) => problemAt(source, path, message, suggestion),
    ),
  );
}

function checkTransition(
  one: TransitionDocument,
  problem: (path: DocumentPath, message: string) => Problem,
): Problem[] {
  const problems: Problem[] = [];
  const byPoints = madeByPoints(one.when);
  for (const [index, from] of one.from.entries()) {
    const say = (message: string) => problems.push(problem(['from', index], message));
    if (from === one.to) say(`moves from ${from} to itself`);
    else if (from === 'disqualified') say('only a person takes a lead out of disqualified');
    else if (byPoints && (from === 'opportunity' || from === 'customer')) {
      say(`points never move a lead out of ${from}; ask for a deal, an act or feedback`);
    } else if (byPoints && isBackward(from, one.to) && !one.back) {
      say(`points would move a lead back from ${from} to ${one.to}; write "back: true" if meant`);
    }
  }
  if (one.reverts && one.restart) {
    problems.push(problem(['reverts'], 'a move that can be taken back cannot start afresh'));
  }
  return problems;
}

function isBackward(from: Stage, to: Stage): boolean {
  return funnelRank(to) >= 0 && funnelRank(to) < funnelRank(from);
}

function checkIds(source: SourceDocument, { transitions }: LifecycleDocument): Problem[] {
  return transitions.flatMap(({ id }, index) => {
    const path = ['transitions', index, 'id'];
    if (id === 'person' || id === 'crm') {
      return [problemAt(source, path, `"${id}" is the reason of moves made in the CRM`)];
    }
    const first = transitions.findIndex((other) => other.id === id);
    return first < index ? [problemAt(source, path, `"${id}" is already transition ${first}`)] : [];
  });
}

function warningsOf(source: SourceDocument, { transitions }: LifecycleDocument): Problem[] {
  return transitions.flatMap((one, index) =>
    one.reverts && one.for !== undefined
      ? [
          problemAt(
            source,
            ['transitions', index, 'for'],
            'the hold time applies to the move alone: the way back is at once',
          ),
        ]
      : [],
  );
}
