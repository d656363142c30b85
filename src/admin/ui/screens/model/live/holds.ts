import type { ExampleResult } from '../../../../api/contract/models.js';

/** Whether all that is expected of a pinned lead is true. */
export const holds = ({ expectations }: ExampleResult): boolean =>
  expectations.every((one) => one.holds);
