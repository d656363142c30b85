/** Whether a model's thresholds, or those of a segment, are among what changed. */
export const changesThresholds = (
  changes: readonly { readonly part: string; readonly words: string }[] | null,
): boolean =>
  (changes ?? []).some(
    ({ part, words }) =>
      part === 'thresholds' || (part === 'segments' && /\bthresholds? /.test(words)),
  );
