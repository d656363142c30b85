import { CloseButton } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import type { LeadPage } from '../../api/contract/lead-shapes.js';
import { isApiError } from '../api/error.js';
import { useSentenceOf } from '../api/use-sentence-of.js';
import { Problem } from '../components/states.js';
import { useTexts } from '../texts/index.js';
import { useStoriesQuery } from './api/story.js';
import { ActButtons } from './components/act-buttons.js';
import { Announcer } from './components/announcer.js';
import { Counters } from './components/counters.js';
import { Headline } from './components/headline.js';
import { NextSteps } from './components/next-steps.js';
import { RecordCard } from './components/record-card.js';
import { Stopwatch } from './components/stopwatch.js';
import { StorySwitch } from './components/story-switch.js';
import { WhatIfPanel } from './components/what-if-panel.js';
import { readSettings } from './state/settings.js';
import { useActs } from './state/use-acts.js';
import { type OnMoment, useAhead } from './state/use-ahead.js';
import { useAutoplay } from './state/use-autoplay.js';
import { useStory } from './state/use-story.js';
import { useWhatIf } from './state/use-what-if.js';
import css from './tour.module.css';

interface TourProps {
  readonly lead: LeadPage;
  /** Makes the page one of another moment; empty for now. */
  readonly onMoment: OnMoment;
  /** The page's own panel of the score. */
  readonly score: ReactNode;
  /** The page around the score; with null in its place the rest of the page. */
  readonly children: (score: ReactNode) => ReactNode;
}

/** Around the page of a story's lead: the guided tour. Other leads have their page as it is. */
export default function Tour(props: TourProps) {
  const { data } = useStoriesQuery();
  const { id } = props.lead;
  if (!data?.some((story) => story.lead === id)) return props.children(props.score);
  return <StoryTour key={id} {...props} />;
}

/** The acts above, the record as the CRM has it beside the page's own score, the figures below. */
function StoryTour({ lead, onMoment, score, children }: TourProps) {
  const texts = useTexts().tour;
  const sentence = useSentenceOf();
  const tour = useStory(lead.id);
  const whatIf = useWhatIf();
  const goAhead = useAhead(lead.at, onMoment);
  const settings = useMemo(() => readSettings(window.location.search), []);
  const page = { ahead: lead.ahead !== null, goAhead, goBack: () => onMoment('') };
  const { acts, scripts, place, problem, dismiss, cancelWhatIf } = useActs(tour, page, whatIf);
  const { story } = tour;
  const { autoplay, start, stop } = useAutoplay({
    ready: story !== null,
    ...settings,
    acts: scripts,
  });
  const lost = tour.connection === 'lost' || isApiError(tour.problem, 'unreachable');
  if (!story) return children(score);
  return (
    <div className={css.tour}>
      <section className={css.panel} aria-label={texts.title}>
        <Headline lead={lead} name={story.record.name} connection={tour.connection} />
        <StorySwitch stories={tour.stories} lead={story.lead} />
        <ActButtons acts={acts} autoplay={autoplay} onPlayAll={start} onStop={stop} />
        <Stopwatch run={tour.lastRun} first={story.acts[0]} />
      </section>
      {lost && <Problem title={texts.notice.lostTitle}>{texts.notice.lost}</Problem>}
      {!lost && tour.problem && (
        <Problem title={texts.notice.problem}>{sentence(tour.problem)}</Problem>
      )}
      {problem !== null && (
        <Problem
          title={texts.notice.problem}
          action={<CloseButton aria-label={texts.notice.dismiss} onClick={dismiss} />}
        >
          {sentence(problem)}
        </Problem>
      )}
      <div className={css.stage} ref={place}>
        <RecordCard record={story.record} account={story.account} />
        <div className={css.score}>{score}</div>
      </div>
      {whatIf.open && <WhatIfPanel state={whatIf} storyLead={story.lead} onCancel={cancelWhatIf} />}
      <Counters counters={tour.counters} />
      {children(null)}
      <NextSteps />
      <Announcer lead={lead} story={story} run={tour.lastRun} />
    </div>
  );
}
