/** Behaviour that HubSpot's documentation leaves open, with what we take it to be. */
export interface Settings {
  /** A roll-up (last open, page views …) moves the contact's `lastmodifieddate`. */
  rollupsMoveModified: boolean;
  /** A write of an earlier lifecycle stage: answered 200 with the value unchanged, or 400. */
  backwardStage: 'ignore' | 'refuse';
  /** One record twice in a batch update. */
  duplicateInputs: 'refuse' | 'last-wins';
  /** Inputs of a batch read, and rows of a list, when history is asked for. */
  historyBatch: number;
  /** An unknown id in a batch update without trace ids: 207 naming it, or 404 for the whole batch. */
  missingInBatch: 'partial' | 'refuse';
  /** Trace ids make a batch update or upsert partial, as they do for a create. */
  tracedUpdates: boolean;
  /** Partial failures under `2026-09` come as 200 with `errors` instead of 207. */
  foldErrors: boolean;
  /** A merge makes a third record, and both old ids lead to it. */
  mergeMakesNewId: boolean;
  /** Revoking the refresh token ends the access tokens at once. */
  revokeKillsAccess: boolean;
  /** A company's lifecycle stage is copied to its contacts. */
  companyStageSync: boolean;
  /** A creation also sends a property change for each subscribed property it sets. */
  creationSendsProperties: boolean;
  /** Of a privacy deletion, the ordinary deletion is told first. */
  deletionFirst: boolean;
  /** `toObjectId` as a number instead of a string. */
  idsAsNumbers: boolean;
  /** Times in webhooks as ms since the epoch, or as in the API. */
  webhookTimes: 'ms' | 'iso';
  /** The value of `X-HubSpot-Signature-Version`; v1 and v3 are sent in any case. */
  signatureVersion: 'v1' | 'v3';
  /** The webhook's request timestamp follows the simulator's offset instead of the base clock. */
  signWithOffset: boolean;
  /** `Retry-After` seconds on 429; none when null. */
  retryAfter: number | null;
  /** The authorize address redirects at once, or shows a page with a link. */
  authorizePage: 'redirect' | 'page';
  /** The account has an Enterprise plan: event occurrences can be read. */
  enterprise: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  rollupsMoveModified: false,
  backwardStage: 'ignore',
  duplicateInputs: 'refuse',
  historyBatch: 50,
  missingInBatch: 'partial',
  tracedUpdates: true,
  foldErrors: false,
  mergeMakesNewId: false,
  revokeKillsAccess: false,
  companyStageSync: false,
  creationSendsProperties: true,
  deletionFirst: false,
  idsAsNumbers: false,
  webhookTimes: 'ms',
  signatureVersion: 'v1',
  signWithOffset: false,
  retryAfter: null,
  authorizePage: 'redirect',
  enterprise: false,
};
