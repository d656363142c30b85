import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActName, ActRun, Counters, Story } from '../../../api/contract/demo.js';
import { LEADS, leadPageKey } from '../../api/leads.js';
import { startAct } from '../api/client.js';
import { STORIES, useStoriesQuery } from '../api/story.js';
import { openStream, type StreamState } from '../api/stream.js';

export interface Tour {
  /** Of this page's lead. */
  readonly story: Story | null;
  /** Of all CRMs. */
  readonly stories: readonly Story[];
  readonly counters: Counters | null;
  /** The newest run of each act. */
  readonly runs: Readonly<Partial<Record<ActName, ActRun>>>;
  /** The run that moved last. */
  readonly lastRun: ActRun | null;
  readonly connection: StreamState;
  /** Why the story cannot be read now, or null. */
  readonly problem: Error | null;
  /** Starts an act and resolves when its run has ended; rejects when the server refuses it. */
  readonly play: (act: ActName) => Promise<ActRun>;
}

/** What is slower to read than the score follows once nothing has moved for so long. */
const REST_MS = 600;

const NONE: readonly Story[] = [];

/** The story of a lead, kept live by its events, and with it the lead's page. */
export function useStory(lead: string): Tour {
  const client = useQueryClient();
  const { data: stories = NONE, error } = useStoriesQuery();
  const story = stories.find((one) => one.lead === lead) ?? null;
  const [counters, setCounters] = useState<Counters | null>(null);
  const [runs, setRuns] = useState<Partial<Record<ActName, ActRun>>>({});
  const [lastRun, setLastRun] = useState<ActRun | null>(null);
  const [connection, setConnection] = useState<StreamState>('connecting');
  const waiting = useRef(new Map<string, { started: ActRun; end: (run: ActRun) => void }>());
  const ended = useRef(new Map<string, ActRun>());
  // After a lost connection: a server that was started anew does not know our runs.
  const recheck = useRef(false);

  const take = useCallback((run: ActRun): void => {
    // The answer to the POST, or a read of the story, can come after the event that ends the run.
    if (run.state === 'running' && ended.current.has(run.run)) return;
    const behind = (former: ActRun | null | undefined): boolean =>
      !!former &&
      (run.run === former.run
        ? run.steps.length < former.steps.length
        : run.startedAt < former.startedAt);
    setRuns((former) => (behind(former[run.act]) ? former : { ...former, [run.act]: run }));
    setLastRun((former) => (behind(former) ? former : run));
    if (run.state === 'running') return;
    ended.current.set(run.run, run);
    waiting.current.get(run.run)?.end(run);
    waiting.current.delete(run.run);
  }, []);

  useEffect(() => {
    if (!story) return;
    for (const run of story.runs) take(run);
    if (!recheck.current) return;
    recheck.current = false;
    for (const { started } of waiting.current.values()) {
      if (story.runs.some((known) => known.run === started.run)) continue;
      take({ ...started, state: 'failed', problem: { code: 'restarted', message: '' } });
    }
  }, [story, take]);

  useEffect(() => {
    let timer = 0;
    const follow = (): void => {
      void client.invalidateQueries({ queryKey: STORIES });
      void client.invalidateQueries({ queryKey: leadPageKey(lead) }, { cancelRefetch: false });
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        void client.invalidateQueries({ queryKey: [LEADS] });
      }, REST_MS);
    };
    const close = openStream({
      state(state) {
        setConnection(state);
        if (state === 'lost') recheck.current = true;
        if (state === 'live') follow();
      },
      story: follow,
      counters: setCounters,
      act: take,
    });
    return () => {
      window.clearTimeout(timer);
      close();
    };
  }, [client, lead, take]);

  const play = useCallback(
    async (act: ActName): Promise<ActRun> => {
      const run = await startAct(act);
      take(run);
      const already = ended.current.get(run.run);
      if (already) return already;
      return new Promise((end) => waiting.current.set(run.run, { started: run, end }));
    },
    [take],
  );

  return { story, stories, counters, runs, lastRun, connection, problem: error, play };
}
