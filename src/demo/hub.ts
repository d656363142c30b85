import type { Counters } from '../admin/api/contract.js';
import type { DemoListener } from '../admin/api/demo.js';
import { messageOf } from '../lib/errors.js';
import type { Logger } from '../lib/logger.js';
import type { Queryable } from '../store/pool.js';

export interface HubOptions {
  readonly pool: Queryable;
  readonly log: Logger;
  /** The CRMs' ids of the stories' leads. */
  records(): readonly string[];
  counters(): Promise<Counters>;
}

/** Tells the pages what happens: looks at cheap figures while somebody listens. */
export interface Hub {
  subscribe(listener: DemoListener): () => void;
  /** An event for all pages. */
  readonly tell: DemoListener;
  close(): void;
}

/** Slower than four times a second, quicker than people notice. */
const LOOK_MS = 300;
const GAP_MS = 250;

/** What the leads' pages show, as one text that changes with it. */
const STORY_SIGNATURE = `select string_agg(concat_ws('/', r.lead, s.total, s.grade, s.band, s.scored_at,
    l.stage, d.object, d.state, d.score_sent_at, d.want_v,
    (select string_agg(state, ',' order by key) from alerts a where a.lead = l.id),
    (select max(at) from value_history h where h.record = r.id)), ';'
      order by r.id, d.object, s.model) as signature
  from records r join leads l on l.id = r.lead left join scores s on s.lead = l.id
  left join desired d on d.lead = l.id where r.record = any($1)`;

export function createHub(options: HubOptions): Hub {
  const listeners = new Set<DemoListener>();
  let seen = { counters: '', story: '' };
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const all: DemoListener = (event, data) => {
    for (const listener of listeners) listener(event, data);
  };
  let gap: NodeJS.Timeout | undefined;
  /** "Read again" is said at once, then no more often than the contract allows; the last is never lost. */
  let again = false;
  const tell: DemoListener = (event, data) => {
    if (event !== 'story') {
      all(event, data);
      return;
    }
    if (gap !== undefined) {
      again = true;
      return;
    }
    all(event, data);
    gap = setTimeout(() => {
      gap = undefined;
      if (!again) return;
      again = false;
      tell(event, data);
    }, GAP_MS);
  };

  async function look(): Promise<void> {
    const [counters, { rows }] = await Promise.all([
      options.counters(),
      options.pool.query<{ signature: string }>(STORY_SIGNATURE, [options.records()]),
    ]);
    const now = {
      counters: JSON.stringify(counters),
      story: rows[0]?.signature ?? '',
    };
    const before = seen;
    seen = now;
    if (now.counters !== before.counters) tell('counters', counters);
    if (now.story !== before.story) tell('story', {});
  }

  function next(): void {
    if (closed || listeners.size === 0) {
      timer = undefined;
      return;
    }
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) =>
          options.log.warn('demo not looked at', { reason: messageOf(error) }),
        )
        .finally(next);
    }, LOOK_MS);
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (timer === undefined) next();
      return () => listeners.delete(listener);
    },
    tell,
    close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(gap);
      listeners.clear();
    },
  };
}
