/** What an access token stands for. */
export interface Session {
  readonly token: string;
  readonly user: string;
  /** The app that it was issued to. */
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Issued by this refresh token's grant; null for grants without one. */
  readonly grant: string | null;
  /** CRM time of the last use, ms. */
  usedAt: number;
}
