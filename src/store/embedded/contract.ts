/** What the database says to the operator. The fields never hold a password or an address with one. */
export interface DatabaseLog {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

export interface DatabaseOptions {
  /** Where the embedded database lives; not used with `databaseUrl`. */
  readonly dataDir: string;
  /** A PostgreSQL 15 or newer of the operator's. */
  readonly databaseUrl?: string | undefined;
  readonly log: DatabaseLog;
  /**
   * True for the one process that serves a data folder; a second one is refused. Other commands
   * only connect, and start the server for themselves where nobody serves.
   */
  readonly exclusive: boolean;
}

export interface OpenDatabase {
  /** Holds the password: never logged. */
  readonly url: string;
  readonly embedded: boolean;
  /** Call after the pools ended. The last process of ours that leaves stops the embedded server. */
  close(): Promise<void>;
}
