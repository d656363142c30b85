/** What one transform makes of a raw value: a value (null when there is nothing in it), or why not. */
export type TransformResult =
  | { readonly value: unknown }
  /** A sentence without the raw value in it: it may be personal data. */
  | { readonly error: string };

/** Pure; never throws. */
export type TransformFunction = (raw: string) => TransformResult;

export const value = (result: unknown): TransformResult => ({ value: result });
export const error = (sentence: string): TransformResult => ({ error: sentence });
