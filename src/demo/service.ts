import type { ActRun } from '../admin/api/contract.js';
import type { DemoService } from '../admin/api/demo.js';
import type { App } from '../app.js';
import { demoRequest } from './act-demo-request.js';
import { type KillParts, repeatAndKill } from './act-repeat-and-kill.js';
import { readCounters } from './counters.js';
import { createHub } from './hub.js';
import { createStageHands } from './stage-hands.js';
import { readStory, type StoryParts } from './story.js';
import { createPreview } from './what-if.js';

export interface ServiceParts extends StoryParts, Pick<KillParts, 'hook' | 'worker' | 'tap'> {
  readonly app: App;
}

/** What stands behind the guided tour: read models, the two acts, live events. */
export function createDemoService(parts: ServiceParts): DemoService & { close(): Promise<void> } {
  const { app, account, crm, tap, worker, record } = parts;
  const counters = () => readCounters(app.pool, () => crm.calls(), tap, worker);
  const hub = createHub({ pool: app.pool, log: app.log, record, counters });
  const tell = (run: ActRun): void => {
    hub.tell('act', run);
    // The record on the page follows each step.
    hub.tell('story', {});
  };
  const acting = { ...parts, pool: app.pool };
  const hands = createStageHands(
    { 'demo-request': demoRequest(acting), 'repeat-and-kill': repeatAndKill(acting) },
    tell,
    app.clock,
  );
  return {
    story: () => readStory(parts, hands.runs()),
    counters,
    whatIf: createPreview(app, account.workspace, app.clock),
    play: (act) => hands.play(act),
    subscribe: (listener) => hub.subscribe(listener),
    async close() {
      await hands.idle();
      hub.close();
    },
  };
}
