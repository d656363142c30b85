import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { readSettings } from '../state/settings.js';
import { useActs } from '../state/use-acts.js';
import { useAutoplay } from '../state/use-autoplay.js';
import { useDemo } from '../state/use-demo.js';
import { useLater } from '../state/use-later.js';
import { useWhatIf } from '../state/use-what-if.js';
import { texts } from '../texts.js';
import { ActButtons } from './act-buttons.js';
import { Announcer } from './announcer.js';
import { Counters } from './counters.js';
import css from './demo-page.module.css';
import { Headline } from './headline.js';
import { LiveList } from './live-list.js';
import { NextSteps } from './next-steps.js';
import { Notice } from './notice.js';
import { PageHeader } from './page-header.js';
import { RecordCard } from './record-card.js';
import { ScorePanel } from './score-panel.js';
import { Stopwatch } from './stopwatch.js';
import { WhatIfPanel } from './what-if-panel.js';

/** Problems that pass by themselves and are told in another place. */
const EXPECTED: ReadonlySet<string> = new Set(['unreachable', 'not-ready']);

/** One lead's story, the four acts that change it, and all leads below. */
export function DemoPage() {
  const demo = useDemo();
  const later = useLater();
  const whatIf = useWhatIf();
  const settings = useMemo(() => readSettings(window.location.search), []);
  const { acts, scripts, places, problem, dismiss, cancelWhatIf } = useActs(demo, later, whatIf);
  const { story } = demo;
  const { autoplay, start, stop } = useAutoplay({
    ready: story !== null,
    ...settings,
    acts: scripts,
  });
  const lost = demo.connection === 'lost' || demo.problem?.code === 'unreachable';

  return (
    <div className={css.page}>
      <PageHeader connection={demo.connection} />
      {lost && <Notice title={texts.notice.lostTitle}>{texts.notice.lost}</Notice>}
      {demo.problem && !EXPECTED.has(demo.problem.code) && (
        <Notice title={texts.notice.problem}>{demo.problem.message}</Notice>
      )}
      {problem !== null && (
        <Notice title={texts.notice.problem} onClose={dismiss}>
          {problem}
        </Notice>
      )}
      <Headline story={story} />
      <ActButtons acts={acts} autoplay={autoplay} onPlayAll={start} onStop={stop} />
      <Stopwatch run={demo.lastRun} />
      {story ? (
        <div className={css.story}>
          <ScorePanel current={story.score} later={later} ref={places.score} />
          <RecordCard
            record={story.record}
            account={story.account}
            className={css.record}
            ref={places.record}
          />
        </div>
      ) : (
        <div className={css.story} data-testid="loading">
          <Skeleton height={480} radius={14} />
          <Skeleton height={480} radius={14} className={css.record ?? ''} />
        </div>
      )}
      <Counters counters={demo.counters} />
      <LiveList
        list={demo.leads}
        preview={whatIf.open ? whatIf.preview : null}
        storyLead={story?.lead ?? null}
        ref={places.list}
      >
        {whatIf.open && <WhatIfPanel state={whatIf} onCancel={cancelWhatIf} />}
      </LiveList>
      <NextSteps />
      <Announcer story={story} run={demo.lastRun} />
    </div>
  );
}
