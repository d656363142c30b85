import type { BulkService } from './bulk.js';
import type { CaptureService } from './cdc-service.js';
import type { Flows } from './flows.js';
import type { LimitSource } from './rest-limits.js';

/** What the org offers beside REST: bulk jobs, metadata, tooling, change events, automation. */
export interface Platform {
  readonly bulk: BulkService;
  readonly capture: CaptureService;
  readonly flows: Flows;
  /** Entries of `GET limits`. */
  readonly limits: LimitSource;
}
