import type { ActRun } from '../admin/api/contract.js';
import type { DemoService } from '../admin/api/demo.js';
import type { App } from '../app.js';
import { type Calls, readCounters } from './counters.js';
import { createHub } from './hub.js';
import { createStageHands } from './stage-hands.js';
import { readStory, type StoryLead } from './story.js';
import type { Tap } from './tap.js';
import { createPreview } from './what-if.js';
import type { DemoWorker } from './worker.js';

export interface ServiceParts {
  readonly app: App;
  readonly workspace: number;
  readonly tap: Tap;
  readonly worker: DemoWorker;
  readonly calls: Calls;
}

export interface OpenDemoService extends DemoService {
  /** From now on the tour tells of this lead, too, once it has its first score. */
  add(lead: StoryLead): void;
  /** An act is being played. */
  busy(): boolean;
  close(): Promise<void>;
}

/** What stands behind the guided tour: read models, the acts, live events. */
export function createDemoService(parts: ServiceParts): OpenDemoService {
  const { app, workspace, tap, worker, calls } = parts;
  const leads: StoryLead[] = [];
  const counters = () => readCounters(app.pool, calls, tap, worker);
  const records = () => leads.map(({ record }) => record);
  const hub = createHub({ pool: app.pool, log: app.log, records, counters });
  const tell = (run: ActRun): void => {
    hub.tell('act', run);
    // The record on the page follows each step.
    hub.tell('story', {});
  };
  const hands = createStageHands(
    (name) => leads.find(({ acts }) => acts[name])?.acts[name] ?? null,
    tell,
    app.clock,
  );
  return {
    add(lead) {
      leads.push(lead);
    },
    async stories() {
      const runs = hands.runs();
      const stories = await Promise.all(leads.map((lead) => readStory({ app, lead }, runs)));
      return stories.filter((story) => story !== null);
    },
    counters,
    whatIf: createPreview(app, workspace, app.clock),
    play: (act) => hands.play(act),
    busy: () => hands.busy(),
    subscribe: (listener) => hub.subscribe(listener),
    async close() {
      await hands.idle();
      hub.close();
    },
  };
}
