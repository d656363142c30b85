import type { ActRun } from '../admin/api/contract.js';
import type { DemoService } from '../admin/api/demo.js';
import type { App } from '../app.js';
import { PlumblineError } from '../lib/errors.js';
import { demoRequest } from './act-demo-request.js';
import { type KillParts, repeatAndKill } from './act-repeat-and-kill.js';
import { readCounters } from './counters.js';
import { createHub } from './hub.js';
import { readLeadList } from './leads.js';
import { createStageHands } from './stage-hands.js';
import { readScoreAt, readStory, type StoryParts } from './story.js';
import { createPreview } from './what-if.js';

export interface ServiceParts extends StoryParts, Pick<KillParts, 'hook' | 'worker' | 'tap'> {
  readonly app: App;
}

/** The demo behind its page: read models, the two acts, live events. */
export function createDemoService(parts: ServiceParts): DemoService & { close(): Promise<void> } {
  const { app, account, crm, tap, worker, record, owners } = parts;
  const { workspace } = account;
  const counters = () => readCounters(app.pool, crm, tap, worker);
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
    async leads() {
      const [live] = await app.documents.models(workspace);
      if (!live) throw new PlumblineError('no-document', 'There is no scoring model.');
      return readLeadList(app.pool, workspace, live.model, owners);
    },
    counters,
    scoreAt: (days) => readScoreAt(parts, days),
    whatIf: createPreview(app, workspace, owners, app.clock),
    play: (act) => hands.play(act),
    subscribe: (listener) => hub.subscribe(listener),
    async close() {
      await hands.idle();
      hub.close();
    },
  };
}
