/**
 * The contract every CRM connector fulfils. The core knows a CRM only through this file: what differs
 * between CRMs is data in the declaration, never a question about the CRM's name.
 * All times are milliseconds since the epoch.
 */

import type { Change } from '../src/lead/change.js';
import type { CrmError } from '../src/lead/crm-error.js';
import type { Page } from '../src/lead/page.js';
import type { Clock } from '../src/lib/clock.js';

/**
 * `key`: a pasted secret. `client-credentials`, `jwt`: an app of the admin's that grants tokens to whoever
 * holds its secret or key, without a browser. `own-app`: the admin's own app, installed in a browser.
 * `listed-app`: the marketplace's.
 */
export type WayId = 'key' | 'client-credentials' | 'jwt' | 'own-app' | 'listed-app';

/** One thing that a way asks for: an option of the command line, an input of the accounts screen. */
export interface CredentialField {
  /** In camel case; the option is its kebab case: `loginUrl`, `--login-url`. */
  readonly name: string;
  readonly label: string;
  /** One sentence: what it is and where it is found. */
  readonly help: string;
  /** Never shown again, read from standard input. */
  readonly secret: boolean;
  /** A text of several lines, e.g. a private key in PEM. */
  readonly multiLine?: boolean;
  /** Stands in where nothing is given; a field without one is asked for. */
  readonly default?: string;
  /**
   * It is the https address at which people and apps log in to this account: the `baseUrl` of `Install`
   * and the account. Its host name ends in one of these. Where nothing is given, the CRM's own one stands in.
   */
  readonly host?: { readonly endsIn: readonly string[] };
}

export interface WayToConnect {
  readonly id: WayId;
  readonly label: string;
  /** True when the CRM pushes changes to a public address. */
  readonly push: boolean;
  /** One sentence for people: what this way costs in freshness. */
  readonly freshness: string;
  /**
   * What it asks for. A `key` without fields asks for the key alone. An app always asks for its client id
   * and secret; besides, it can ask for the host alone. With any other way `Install.grant` gets them.
   */
  readonly fields?: readonly CredentialField[];
}

export interface ObjectDeclaration {
  readonly label: string;
  /** `person` becomes a lead; `company` and `deal` are linked to it; `engagement` is an activity. */
  readonly role: 'person' | 'company' | 'deal' | 'engagement';
  /** The property holding the record's own modification time. */
  readonly modifiedProperty: string;
}

/** One of our output properties, by its logical name; the connector gives it its name in the CRM. */
export interface OutputProperty {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: 'number' | 'text' | 'long-text' | 'datetime' | 'date' | 'boolean' | 'list';
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** `us`: a foreign edit that is learnt of is put back. `person`: an input that we read. */
  readonly writtenBy: 'us' | 'person';
}

export interface Declaration {
  /** The word in documents, routes and the database: `hubspot`. */
  readonly crm: string;
  readonly label: string;
  readonly ways: readonly WayToConnect[];
  readonly scopes: { readonly required: readonly string[]; readonly optional: readonly string[] };
  readonly objects: Readonly<Record<string, ObjectDeclaration>>;
  /** The objects with role `person`: every record of each is written to. The chief one first. */
  readonly personObjects: readonly [string, ...string[]];
  /** The property of every person object with the moment of its creation. */
  readonly created: string;
  /** The property of every person object with her further e-mail addresses, parted by semicolons. */
  readonly additionalEmails?: string;
  /** The CRM's own stage, its values from first to last, and those that only the CRM or a person sets. */
  readonly stage: {
    /** The person objects that have it. */
    readonly objects: readonly string[];
    readonly property: string;
    readonly order: readonly string[];
    /** A move backwards is refused or ignored by the CRM. */
    readonly forwardOnly: boolean;
  };
  readonly limits: {
    readonly readBatch: number;
    /** Records a call when history is asked for. */
    readonly historyBatch: number;
    readonly writeBatch: number;
    /**
     * Of an object with `from` or more records to write in the background, so many a job go by the session's
     * `mass`: where that costs fewer calls. Absent: everything goes by `push`.
     */
    readonly mass?: { readonly from: number; readonly batch: number };
    /** Calls a second that the CRM allows on its smallest plan, over time; absent when nobody knows. */
    readonly callsPerSecond?: number;
    /** Longest text we may write into a long-text property. */
    readonly textLength: number;
    /**
     * Polls a day, of all feeds together, that an account costs in which nothing changes: where they count
     * against a daily limit. Absent: every feed is polled at the interval of the settings.
     */
    readonly idlePollsPerDay?: number;
    /**
     * Where each write comes back as an event of the stream and events count against a day's allowance: the
     * part of it that a mass of our own writes may use. A greater one is sent while the stream is let go of.
     */
    readonly ownEventsShare?: number;
  };
  readonly capabilities: {
    readonly push: boolean;
    readonly propertyHistory: boolean;
    readonly tasks: boolean;
    /** The CRM tells all former ids of a merged record on a read. */
    readonly aliasesOnRead: boolean;
  };
  /** Whether a change of the property is pushed by this CRM (with a way that pushes) or must be polled. */
  route(object: string, property: string): 'push' | 'poll';
  /** The CRM's name of one of our properties: `score` -> `plumbline_score`. */
  outputName(logical: string): string;
  /** Where a person sees the record; `uiDomain` as the description of the account told it. */
  recordUrl(portal: string, object: string, record: string, uiDomain?: string | null): string;
  /**
   * What to do about lacks (`Lacks`), one sentence for people. `hidden`: seen before, and no longer;
   * `absent`: never seen, so that it may not exist; `closed`: not ours to write. With every CRM that tells
   * of lacks.
   */
  lackOf?(
    object: string,
    what: 'hidden' | 'absent' | 'closed',
    properties: readonly string[],
  ): string;
}

/** What the mapping needs of one object. */
export interface ObjectNeed {
  readonly object: string;
  readonly properties: readonly string[];
  /** Date properties that do not move the record's modification time: polled by a cursor of their own. */
  readonly rollups: readonly string[];
  /** Properties whose history is wanted (activities, stage, owner). */
  readonly history: readonly string[];
  /** Objects whose links to this one are wanted, e.g. contacts -> companies. */
  readonly links: readonly string[];
  /** Properties that we write; absent where nothing is written. */
  readonly writes?: readonly string[];
}

/** One thing to follow by polling. The name is the cursor's key and never changes its meaning. */
export interface Feed {
  readonly name: string;
  readonly need: ObjectNeed;
  /** The time property followed. */
  readonly property: string;
}

/** A place in a feed or a full load, as JSON. The connector alone reads it. */
export type Cursor = Readonly<Record<string, unknown>>;

/** What the account does not let us do at present, of what a need names. */
export interface Lacks {
  /** Properties that are not there, or hidden: they are left out of what is read. */
  readonly read: readonly string[];
  /** Properties that we write and may not. */
  readonly write: readonly string[];
}

export interface ReadResult {
  readonly page: Page;
  /** Where the next call goes on; committed together with the page. */
  readonly cursor: Cursor;
  /** False when the end is reached for now. */
  readonly more: boolean;
  /**
   * Told by every poll of an object itself, by CRMs that leave out what they do not show: when something is
   * no longer among it, the object is read anew, and what could not be written is sent again.
   */
  readonly lacks?: Lacks;
}

/** A webhook request as received; `url` is the public one, exactly as the CRM called it. */
export interface HookRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

export type HookVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly status: 400 | 401 | 413 | 415;
      readonly code: string;
      readonly reason: string;
    };

/** What the splitter tells a connector about one connected account. */
export interface AccountIdentity {
  /** The portal or org id. */
  readonly portal: string;
  /** Our app's id in the CRM, where one is known: its changes are our own. */
  readonly appId?: string;
}

export interface SplitHook {
  readonly changes: readonly { readonly portal: string; readonly change: Change }[];
  /** Events dropped, by reason: `malformed`, `foreign`, `unused`. */
  readonly dropped: Readonly<Record<string, number>>;
}

export interface Receiver {
  /** Size, content type, signature, time, JSON array; pure. Any of the secrets may have signed. */
  verify(request: HookRequest, secrets: readonly string[], now: number): HookVerdict;
  /** Turns a verified body into changes; never throws on a bad element, counts it instead. */
  split(body: Uint8Array, account: (portal: string) => AccountIdentity | undefined): SplitHook;
}

/** Gives the access token of one account; refreshing it is somebody else's, done once at a time. */
export interface Auth {
  token(): Promise<string>;
  /** The CRM refused this token: a fresh one is needed. */
  refused(token: string): Promise<void>;
}

/**
 * A rolling window of sent requests: at most `limit` in any `windowMs`, counting those not yet answered.
 * Resolves when the caller may send; call the returned function when the answer is there.
 * An aborted signal ends the wait with its reason.
 */
export interface RateWindow {
  take(priority: 'live' | 'background', signal?: AbortSignal): Promise<() => void>;
}

/** What one call of a session is for; live work goes before background work. */
export type Priority = 'live' | 'background';

export interface SessionLog {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

export interface SessionContext {
  /** Where the CRM's API is: the real host, or a simulator. */
  readonly baseUrl: string;
  readonly portal: string;
  /** The account's time zone (IANA), where it is known: a day's limit ends at its midnight. */
  readonly timeZone?: string;
  /** Our app's id in the CRM, where one is known: history entries by it are our own. */
  readonly appId?: string;
  readonly auth: Auth;
  /** One window per named budget of the CRM (`burst`, `search`, …), shared by all workers of the account. */
  window(budget: string, limit: number, windowMs: number): RateWindow;
  readonly clock: Clock;
  readonly log: SessionLog;
  /** Longest wait for one answer, milliseconds. */
  readonly timeoutMs: number;
  /** Counts every request sent, with its outcome, for the account's page and the bench. */
  count(call: { readonly operation: string; readonly status: number | 'cut' | 'timeout' }): void;
  /** Told of the calls of a day, shared with the account's other apps, whenever the CRM tells of them. */
  day?(told: { readonly limit: number; readonly remaining: number }): void;
}

export interface PropertyDescription {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  /** The CRM's own word for the group that it shows the property in. */
  readonly group?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly readOnly: boolean;
}

export interface AccountDescription {
  readonly portal: string;
  readonly name: string;
  readonly timeZone: string;
  /** Currency or data-centre notes do not belong here: only what a screen shows. */
  readonly uiDomain?: string;
  /** Granted scopes where the CRM tells them. */
  readonly scopes: readonly string[];
  /** Rights we asked for and did not get, as sentences with the way out. */
  readonly missing: readonly string[];
  /** Those of them without which nothing can be written back. */
  readonly missingToWrite: readonly string[];
  readonly appId?: string;
  readonly properties: Readonly<Record<string, readonly PropertyDescription[]>>;
  /** Stage values from first to last, as this account orders them. */
  readonly stageOrder: readonly string[];
}

/** What becomes of one property; where there are several person objects, of all of them together. */
export interface ProvisionStep {
  readonly property: string;
  readonly action: 'create' | 'adopt' | 'refuse' | 'present';
  /** Why it was refused and what to do. */
  readonly reason?: string;
}

export interface Write {
  readonly record: string;
  /** Property in the CRM -> value as text; null clears. */
  readonly values: Readonly<Record<string, string | null>>;
}

export type WriteOutcome = { readonly record: string } & (
  | {
      readonly status: 'written';
      /** When the CRM took it, by its own clock, where it says so. */
      readonly at?: number;
    }
  /** The CRM's own message; sending the same again is useless. */
  | {
      readonly status: 'refused';
      readonly message: string;
      readonly properties?: readonly string[];
      /** Nothing is wrong with the values: a right to write these properties is missing (`Lacks.write`). */
      readonly rights?: boolean;
    }
  | { readonly status: 'gone' }
  /** The call that it was in, or would have been in, failed as a whole while others were settled. */
  | { readonly status: 'failed'; readonly error: CrmError }
);

export interface TaskDraft {
  readonly object: string;
  readonly record: string;
  /** Null leaves the task unassigned. */
  readonly owner: string | null;
  readonly subject: string;
  /** Lines of plain text; the connector escapes them for the CRM. */
  readonly lines: readonly string[];
  readonly due: number;
  readonly priority: 'high' | 'medium' | 'low';
  /** Unique; stands in the task so that it is found again after an unknown outcome. */
  readonly marker: string;
}

export interface FoundTask {
  readonly id: string;
  readonly marker: string | null;
  readonly completed: boolean;
  readonly createdAt: number;
}

/** How far a task is; one that the CRM no longer has is `gone`. */
export interface TaskState {
  readonly id: string;
  /** `waiting`: as created. `started`: somebody moved it on, but it is not done. */
  readonly state: 'waiting' | 'started' | 'completed' | 'gone';
  /** When the task was last changed; null where the CRM does not say. */
  readonly changedAt: number | null;
}

export interface Owner {
  readonly id: string;
  readonly email: string | null;
  readonly name: string;
  readonly active: boolean;
  /** Names of the teams that it is in, where the CRM has any. */
  readonly teams?: readonly string[];
}

/** What a stream hands over, in the order of the CRM. */
export type StreamEvent =
  /**
   * The subscription holds, for the changes of these objects. With a note where others that could be
   * streamed are not: one sentence for the admin; null when none is left out any more.
   */
  | { readonly kind: 'live'; readonly objects: readonly string[]; readonly note?: string | null }
  /** Stored with the position in one transaction before the next event is asked for. */
  | {
      readonly kind: 'changes';
      readonly changes: readonly Change[];
      readonly position: Cursor;
      /** Events that the CRM handed over for it, whether of use or not, and of those what our own writes caused. */
      readonly delivered?: { readonly count: number; readonly own: number };
    }
  /** The events that the CRM allows all who listen to an account in a day, as it has just told. */
  | { readonly kind: 'allowance'; readonly limit: number; readonly remaining: number }
  /**
   * Something was missed, or cannot be told: a gap, an overflow, a position that the CRM has forgotten. The
   * feeds of these objects (absent: of all) are polled at once from where they stand.
   */
  | {
      readonly kind: 'missed';
      /** One sentence for the admin. */
      readonly reason: string;
      readonly objects?: readonly string[];
      readonly position?: Cursor;
    };

export interface StreamOptions {
  readonly needs: readonly ObjectNeed[];
  /** The one stored last; null begins with what happens now. */
  readonly position: Cursor | null;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/**
 * Writes of very many records by a job of the CRM, which runs for seconds or minutes. The core stores the
 * job's name between `open` and `begin`: whichever process dies, another one asks for the same job, and one
 * that nobody knows of has nothing in it. Each method ends within three time-outs.
 */
export interface MassWrites {
  /** Makes a job for records of an object and answers its name. Nothing is written before `begin`. */
  open(object: string): Promise<string>;
  /** Hands over at most `limits.mass.batch` writes and lets the job run. Called once a job. */
  begin(job: string, object: string, writes: readonly Write[]): Promise<void>;
  /**
   * What became of the records; null while the job runs. With `end` it is given up, and what it has not
   * written by then stays unwritten; so is one that was never begun. Records that it does not tell of are
   * sent again, by `push`.
   */
  outcomes(
    job: string,
    object: string,
    options: { readonly end: boolean },
  ): Promise<readonly WriteOutcome[] | null>;
}

/** One open account. Every method throws `CrmError` alone. */
export interface Session {
  /** The check of a connection: who it is, what it may do, what it has. */
  describe(objects: readonly string[]): Promise<AccountDescription>;
  /** What `provision` would do; creates nothing. */
  planProvision(properties: readonly OutputProperty[]): Promise<readonly ProvisionStep[]>;
  /** Idempotent. Throws nothing for a refused property: the step says so. */
  provision(properties: readonly OutputProperty[]): Promise<readonly ProvisionStep[]>;
  /** The feeds to poll for these needs; `push` when this account's changes are pushed. */
  feeds(needs: readonly ObjectNeed[], push: boolean): readonly Feed[];
  /** The cursor of a feed that starts at a moment. */
  startCursor(feed: Feed, from: number): Cursor;
  poll(feed: Feed, cursor: Cursor): Promise<ReadResult>;
  /**
   * A long-lived subscription to changes: it makes polling faster and never takes its place. Ends, or throws
   * `transient`, when the connection is cut. Throws `rights` when the account has no such stream (not
   * turned on, not allowed, its quota used up), with what to do about it, and `waitMs` until it is worth
   * another try, where the CRM tells; without it, it is tried ever more rarely. The account is polled
   * meanwhile.
   */
  stream?(options: StreamOptions): AsyncIterable<StreamEvent>;
  /** A full load of one object; `null` starts. */
  backfill(need: ObjectNeed, cursor: Cursor | null): Promise<ReadResult>;
  /** Reads records by id, at most `limits.readBatch` (`historyBatch` when history is asked for). */
  fetch(
    need: ObjectNeed,
    ids: readonly string[],
    withHistory: boolean,
    priority: Priority,
  ): Promise<Page>;
  /** At most `limits.writeBatch`, one outcome each. Throws when not one record was settled. */
  push(
    object: string,
    writes: readonly Write[],
    priority: Priority,
  ): Promise<readonly WriteOutcome[]>;
  /** Where `limits.mass` is declared. */
  readonly mass?: MassWrites;
  /** Answers the task's id. An error with `outcome: 'unknown'` may have created it. */
  createTask(task: TaskDraft): Promise<string>;
  /** The record's tasks created since, open or completed. */
  findTasks(object: string, record: string, since: number): Promise<readonly FoundTask[]>;
  /** Of tasks by id, in one call; at most `limits.readBatch`. What the CRM says nothing of is left out. */
  taskStates(ids: readonly string[]): Promise<readonly TaskState[]>;
  owners(): Promise<readonly Owner[]>;
}

export interface AppCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An access token, as the CRM has just given it. */
export interface AccessToken {
  readonly accessToken: string;
  /** Absent where the CRM does not tell: it holds until it is refused. */
  readonly expiresAt?: number;
  /** Where this account's API is, where the CRM tells it with the token: the session opens on it. */
  readonly instanceUrl?: string;
}

export interface Tokens extends AccessToken {
  /** Another one after each refresh where the CRM rotates them: stored before the access token is used. */
  readonly refreshToken: string;
}

/** What a CRM says of the account that was just connected. */
export interface Installed {
  readonly portal: string;
  readonly scopes: readonly string[];
  readonly appId?: string;
}

/** The connect, refresh and leave calls of ways with an app; `timeoutMs` bounds the wait for each answer. */
export interface Install {
  authorizeUrl(options: {
    readonly appUrl: string;
    readonly clientId: string;
    readonly redirectUri: string;
    readonly state: string;
    /** The proof key (RFC 7636) of this installation, 43 characters; a CRM without such proof ignores it. */
    readonly verifier: string;
  }): string;
  /** What an `error` at the callback means, in sentences with the way out; undefined where it says no more. */
  declined?(error: string): string | undefined;
  exchange(options: {
    readonly baseUrl: string;
    readonly app: AppCredentials;
    readonly redirectUri: string;
    readonly code: string;
    /** As it was given to `authorizeUrl`. */
    readonly verifier: string;
    readonly now: number;
    readonly timeoutMs?: number;
  }): Promise<Tokens & Installed>;
  /**
   * A token without a refresh token, given as often as it is asked for. Throws `reconnect` when the CRM does
   * not take the credentials (any more), with what to do about it.
   */
  grant?(options: {
    readonly baseUrl: string;
    readonly way: WayId;
    /** What the way asked for, by the names of its fields. */
    readonly fields: Readonly<Record<string, string>>;
    readonly now: number;
    readonly timeoutMs?: number;
  }): Promise<AccessToken & Installed>;
  refresh(options: {
    readonly baseUrl: string;
    readonly app: AppCredentials;
    readonly refreshToken: string;
    readonly now: number;
    readonly timeoutMs?: number;
  }): Promise<Tokens>;
  /** Leaves the account: uninstalls where the CRM has such a call, then revokes. */
  leave(options: {
    readonly baseUrl: string;
    readonly app: AppCredentials;
    readonly accessToken: string;
    readonly refreshToken: string;
    readonly timeoutMs?: number;
  }): Promise<void>;
  /** The files of the admin's own app, path -> content. */
  project(options: {
    readonly publicUrl: string;
    readonly properties: Readonly<Record<string, readonly string[]>>;
  }): Readonly<Record<string, string>>;
  /** How the files become an app, for people: one step a line, commands indented. */
  readonly uploadSteps?: readonly string[];
}

export interface Connector {
  readonly declaration: Declaration;
  /** The CRM's API host. */
  readonly defaultBaseUrl: string;
  readonly receiver?: Receiver;
  readonly install?: Install;
  open(context: SessionContext): Session;
}
