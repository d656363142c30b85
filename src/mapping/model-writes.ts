/** Where the results of further live models go: `<model>_score`, `_grade`, `_reasons`. Pure. */
import { type CompiledWrites, OUTPUTS } from './writes.js';

/** What a live model that is not the primary one writes. */
export const FURTHER_RESULTS = ['score', 'grade', 'reasons'] as const;

/** The logical name of a further model's result. */
export function furtherOutput(model: string, result: (typeof FURTHER_RESULTS)[number]): string {
  return `${model}_${result}`;
}

/**
 * The writes of a mapping together with those of these further models, each into a property of its own
 * unless the mapping names one; their scores pass the gate of the main one. What the mapping says of other
 * models is left out: they are not written.
 */
export function withModels(
  writes: CompiledWrites,
  models: readonly string[],
  propertyOf: (output: string) => string | undefined,
): CompiledWrites {
  const gate = writes.score?.gate;
  const further = models.flatMap((model) =>
    FURTHER_RESULTS.flatMap((result) => {
      const output = furtherOutput(model, result);
      const property = propertyOf(output);
      const own = property && { property, ...(result === 'score' && gate && { gate }) };
      const write = writes[output] ?? own;
      return write ? [[output, write] as const] : [];
    }),
  );
  const main = Object.entries(writes).filter(([output]) => OUTPUTS.some((name) => name === output));
  return Object.fromEntries([...main, ...further]);
}

/** The properties that the results of these models go into when they are live beside the primary one. */
export function propertiesOf(
  models: readonly string[],
  writes: CompiledWrites,
  propertyOf: (output: string) => string | undefined,
): string[] {
  return models.flatMap((model) =>
    FURTHER_RESULTS.flatMap((result) => {
      const output = furtherOutput(model, result);
      return writes[output]?.property ?? propertyOf(output) ?? [];
    }),
  );
}
