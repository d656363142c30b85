import type {
  Connector,
  HookRequest,
  Session,
  SessionContext,
} from '../../../connectors/connector.js';

/**
 * A CRM that the contract suite may use as its own: a simulator, or a double. The suite knows a CRM by
 * its connector and by these handles alone. What a CRM cannot do is left out; its tests are not made.
 */
export interface World {
  readonly connector: Connector;
  readonly portal: string;
  /** A session on this world's server; `change` replaces parts of the context. */
  open(change?: Partial<SessionContext>): Session;
  /** The CRM's present moment. */
  now(): number;
  /** Properties of the person object that the suite may use. */
  readonly names: {
    /** A free text. */
    readonly text: string;
    /** A list, with a value that it does not have. */
    readonly list: { readonly property: string; readonly badValue: string };
  };
  /** A person's doing in the CRM's screens. Answers the record's id. */
  create(object: string, properties: Readonly<Record<string, string>>): Promise<string>;
  update(
    object: string,
    record: string,
    properties: Readonly<Record<string, string>>,
  ): Promise<void>;
  remove(object: string, record: string): Promise<void>;
  /** Sets a task as a person would: moved on, done, or deleted. */
  setTask(task: string, state: 'started' | 'completed' | 'gone'): Promise<void>;
  /** Merges `loser` into `winner` and answers the id that lives on. */
  merge?(object: string, winner: string, loser: string): Promise<string>;
  /** What the CRM holds; undefined when there is no such record. */
  values(
    object: string,
    record: string,
  ): Promise<Readonly<Record<string, string | null>> | undefined>;
  /** Lets everything written so far show up in searches, and some time pass. */
  settle(): Promise<void>;
  /** The next request of a session is applied, then its connection is cut. */
  applyThenCut?(): Promise<void>;
  /** The next request of a session is answered with a failure of the CRM. */
  failOnce?(): Promise<void>;
  /** From now on the CRM accepts no token of this account. */
  revoke(): Promise<void>;
  /** Hooks that the CRM sent since the last call, in the form in which they arrive. */
  hooks?(): Promise<readonly HookRequest[]>;
  /** Secrets that sign them. */
  readonly secrets?: readonly string[];
  close(): Promise<void>;
}

export type MakeWorld = () => Promise<World>;
