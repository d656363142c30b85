/** Behaviour that Salesforce's documentation leaves open or that an org chooses. */
export interface Settings {
  /** Of the API only: leads get their owner by the active assignment rule unless the call says no. */
  assignmentRules: boolean;
  /** A field that is unknown or hidden refuses its row of a collection, or the whole request. */
  unknownFieldInCollection: 'row' | 'request';
  /** One record twice in a collection. */
  duplicateInCollection: 'row' | 'request';
  /** How a queue refuses a Task that it does not take. */
  queueWithoutTasks: 'FIELD_INTEGRITY_EXCEPTION' | 'INVALID_CROSS_REFERENCE_KEY';
  /** Access tokens live this long after their last use, minutes; Salesforce's default is two hours. */
  sessionMinutes: number;
  /** Refresh tokens are replaced at every use. */
  rotateRefreshTokens: boolean;
  /** Days without use after which a refresh token ends; null: never. */
  refreshIdleDays: number | null;
  /** The web-server flow needs a challenge (S256, verifier of 43 to 128 characters). */
  requirePkce: boolean;
  /** The authorize address redirects at once, or shows a page with links. */
  authorizePage: 'redirect' | 'page';
  /** False: the edition has no API; every call answers 403 API_DISABLED_FOR_ORG. */
  apiEnabled: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  assignmentRules: true,
  unknownFieldInCollection: 'row',
  duplicateInCollection: 'row',
  queueWithoutTasks: 'FIELD_INTEGRITY_EXCEPTION',
  sessionMinutes: 120,
  rotateRefreshTokens: true,
  refreshIdleDays: 30,
  requirePkce: true,
  authorizePage: 'redirect',
  apiEnabled: true,
};
