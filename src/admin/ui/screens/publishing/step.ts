/** Leads of one step of the distribution, now and then. */
export interface Step {
  readonly label: string;
  readonly before: number;
  readonly after: number;
}
