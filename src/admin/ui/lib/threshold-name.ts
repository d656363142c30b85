interface StageNames {
  readonly stages: Readonly<Record<string, string>>;
}

/** A threshold as people read it: the stage of that name, or what the model calls it. */
export const thresholdName = (name: string, { stages }: StageNames): string =>
  Object.hasOwn(stages, name) ? (stages[name] ?? name) : name;
