import { STAGES, type Stage } from '../lead/stage.js';

/** Our stage -> the CRM's value: `writes.stage.table` of a mapping document. */
export type StageTable = Readonly<Partial<Record<Stage, string>>>;

/**
 * Reads a CRM's stage in our words. A value that stands in the table means our stage there; one that is not
 * there but bears the name of a stage of ours without an entry means that (`customer`). Others (custom stages,
 * `evangelist`, `other`, empty) are undefined: they say nothing about our stages.
 */
export function stageReader(table: StageTable): (value: string | null) => Stage | undefined {
  const byValue = new Map<string, Stage>();
  for (const stage of STAGES) {
    const value = table[stage] ?? stage;
    // Two stages of ours may be one there: the earlier is meant.
    if (!byValue.has(value)) byValue.set(value, stage);
  }
  return (value) => (value === null ? undefined : byValue.get(value.trim()));
}
