import type { z } from 'zod';
import { PlumblineError } from '../../src/lib/errors.js';

/** Something that people do in a simulated CRM, by its control API. */
export type Act<Simulator> = (simulator: Simulator, input: unknown) => unknown;

/** An act whose input is checked. @throws PlumblineError 400 naming what is wrong with it. */
export function checkedAct<Simulator, S extends z.ZodType>(
  schema: S,
  run: (simulator: Simulator, input: z.output<S>) => unknown,
): Act<Simulator> {
  return (simulator, input) => {
    const parsed = schema.safeParse(input ?? {});
    if (parsed.success) return run(simulator, parsed.data);
    const where = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new PlumblineError('simulator-act', `The act's input is wrong: ${where.join('; ')}`, {
      status: 400,
    });
  };
}
