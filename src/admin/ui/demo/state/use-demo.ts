import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActName, ActRun, Counters, LeadList, Story } from '../../../api/contract.js';
import { type CallProblem, readLeads, readStory, startAct } from '../api/client.js';
import { openStream, type StreamState } from '../api/stream.js';
import { texts } from '../texts.js';
import { createReader } from './reader.js';

export interface Demo {
  readonly story: Story | null;
  readonly leads: LeadList | null;
  readonly counters: Counters | null;
  /** The newest run of each act. */
  readonly runs: Readonly<Partial<Record<ActName, ActRun>>>;
  /** The run that moved last. */
  readonly lastRun: ActRun | null;
  readonly connection: StreamState;
  /** Why the story or the list cannot be read now, or null. */
  readonly problem: CallProblem | null;
  /** Starts an act and resolves when its run has ended; rejects when the server refuses it. */
  readonly play: (act: ActName) => Promise<ActRun>;
}

/** Everything the page knows from the server, kept live by its events. */
export function useDemo(): Demo {
  const [story, setStory] = useState<Story | null>(null);
  const [leads, setLeads] = useState<LeadList | null>(null);
  const [counters, setCounters] = useState<Counters | null>(null);
  const [runs, setRuns] = useState<Partial<Record<ActName, ActRun>>>({});
  const [lastRun, setLastRun] = useState<ActRun | null>(null);
  const [connection, setConnection] = useState<StreamState>('connecting');
  const [problem, setProblem] = useState<CallProblem | null>(null);
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
    const storyReader = createReader(
      readStory,
      (read) => {
        setStory(read);
        for (const run of read.runs) take(run);
        if (!recheck.current) return;
        recheck.current = false;
        for (const run of waiting.current.values()) {
          if (!read.runs.some((known) => known.run === run.started.run)) {
            take({ ...run.started, state: 'failed', problem: texts.notice.restarted });
          }
        }
      },
      setProblem,
    );
    const leadReader = createReader(readLeads, setLeads, () => {});
    const readAll = (): void => {
      storyReader.read();
      leadReader.read();
    };
    readAll();
    const closeStream = openStream({
      state(state) {
        setConnection(state);
        if (state === 'lost') recheck.current = true;
        if (state === 'live') readAll();
      },
      story: storyReader.read,
      leads: leadReader.read,
      counters: setCounters,
      act: take,
    });
    return () => {
      closeStream();
      storyReader.close();
      leadReader.close();
    };
  }, [take]);

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

  return { story, leads, counters, runs, lastRun, connection, problem, play };
}
