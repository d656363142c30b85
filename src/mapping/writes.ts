import { readDuration } from '../language/duration.js';
import type { MappingDocument, WriteDocument } from './schema.js';
import { listOf, longForm } from './schema.js';

/** When a changed score is written: rises at once, falls when they are large and rare enough. */
export interface WriteGate {
  /** Points; a smaller fall is not written. */
  readonly minChange: number;
  readonly riseAtOnce: boolean;
  /** Shortest time between two writes of the score caused by a fall, milliseconds. */
  readonly settle: number;
}

export interface CompiledWrite {
  /** The CRM's property. */
  readonly property: string;
  readonly gate?: WriteGate;
  /** Our value -> the CRM's; a value that is not in it is not written. */
  readonly table?: Readonly<Record<string, string>>;
  /** Only for `crmStage`: stages that are never left, nor is any behind them. */
  readonly keep?: readonly string[];
}

/** Logical output -> where it goes. `crmStage` is the CRM's own stage, `stage` ours. */
export type CompiledWrites = Readonly<Record<string, CompiledWrite>>;

/** What can be written, by logical name. A further live model adds `<model>_score, _grade, _reasons`. */
export const OUTPUTS = [
  'score',
  'grade',
  'band',
  'reasons',
  'scored_at',
  'stage',
  'model',
  'crmStage',
  'release',
] as const;

/** Outputs into properties that belong to the CRM and its people, too. */
const SHARED = ['crmStage', 'release'];

/** Properties that nobody but us writes: property -> our name of what is in it. */
export function ownProperties(writes: CompiledWrites): ReadonlyMap<string, string> {
  const own = Object.entries(writes).filter(([output]) => !SHARED.includes(output));
  return new Map(own.map(([output, { property }]) => [property, output]));
}

/** Properties that we put something into; an input that is only cleared after use is none of them. */
export function filledProperties(writes: CompiledWrites): string[] {
  return Object.entries(writes).flatMap(([output, { property }]) =>
    output === 'release' ? [] : [property],
  );
}

export function isOutput(name: string): boolean {
  return (
    OUTPUTS.some((output) => output === name) ||
    /^[a-z][a-z0-9-]*_(score|grade|reasons)$/.test(name)
  );
}

function compileWrite(written: string | WriteDocument): CompiledWrite {
  if (typeof written === 'string') return { property: written };
  const { to, minChange, riseAtOnce, settle, table, keep } = written;
  const gated = minChange !== undefined || riseAtOnce !== undefined || settle !== undefined;
  return {
    property: to,
    ...(gated && {
      gate: {
        minChange: minChange ?? 0,
        riseAtOnce: riseAtOnce ?? true,
        settle: settle === undefined ? 0 : (readDuration(settle) ?? 0),
      },
    }),
    ...(table && { table }),
    ...(keep && { keep }),
  };
}

/** Properties from which the CRM's own stage is read. */
export function stageProperties(document: MappingDocument): ReadonlySet<string> {
  const sources = Object.values(document.objects).flatMap(({ fields }) =>
    fields?.crmStage === undefined ? [] : [...listOf(longForm(fields.crmStage).from)],
  );
  return new Set(sources);
}

/** A `stage` that goes into the CRM's own stage property is `crmStage`, with all its caution. */
export function compileWrites(document: MappingDocument): CompiledWrites {
  const own = stageProperties(document);
  const entries = Object.entries(document.writes ?? {}).map(([output, written]) => {
    const write = compileWrite(written);
    return [output === 'stage' && own.has(write.property) ? 'crmStage' : output, write] as const;
  });
  return Object.fromEntries(entries);
}
