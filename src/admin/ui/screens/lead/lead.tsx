import { Button, Group } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import { Link, useParams } from 'react-router';
import type { LeadPage } from '../../../api/contract/lead-shapes.js';
import { isApiError } from '../../api/error.js';
import { useLead } from '../../api/leads.js';
import { BandBadge, StageBadge } from '../../components/badges.js';
import { Icon } from '../../components/icon.js';
import { Page } from '../../components/page.js';
import { EmptyState, ErrorState, LoadingRows } from '../../components/states.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useSession } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import { lastList } from '../leads/query.js';
import { AsOf, MomentNotice } from './as-of.js';
import { readMoment } from './as-of-moment.js';
import { Duplicates } from './duplicates.js';
import { Facts } from './facts.js';
import css from './lead.module.css';
import { httpUrl } from './links.js';
import { Records } from './records.js';
import { ScorePanel } from './score-panel.js';
import { Sources } from './sources.js';
import { Stages } from './stages.js';
import { Tasks } from './tasks.js';
import { Timeline } from './timeline.js';
import { WouldChange } from './would-change.js';
import { Writes } from './writes.js';

/** Only where the server says that this is a demo. */
const Tour = lazy(() => import('../../tour/tour.js'));

/** Everything about one person: why the score is what it is, where it comes from, what became of it. */
export default function Lead() {
  const { lead: id = '' } = useParams();
  const texts = useTexts().lead;
  const [{ at: asked, model }, setState] = useQueryState({ at: '', model: '' });
  const { demo } = useSession();
  const at = readMoment(asked);
  const lead = useLead(id, at);
  const { data } = lead;
  const above = (
    <Link to={lastList()} className={css.back ?? ''}>
      <Icon name="left" size={14} /> {texts.back}
    </Link>
  );
  if (lead.error && !data) return <Missing error={lead.error} retry={() => void lead.refetch()} />;
  if (!data) {
    return (
      <Page title={texts.back} above={above}>
        <LoadingRows rows={4} height={140} />
      </Page>
    );
  }
  const chosen = data.scores.find((score) => score.model === model) ?? data.scores[0];
  const present = !data.past && data.ahead === null;
  const setMoment = (moment: string, options: { push?: boolean } = { push: true }): void =>
    setState({ at: moment }, options);
  const notice = !present && <MomentNotice lead={data} onNow={() => setMoment('')} />;
  const panel = chosen ? (
    <ScorePanel
      lead={data}
      score={chosen}
      onModel={(name) => setState({ model: name === data.scores[0]?.model ? '' : name })}
    />
  ) : (
    <EmptyState icon="leads" title={data.past ? texts.notThere : texts.noScore}>
      {data.past ? texts.notThereText : texts.noScoreText}
    </EmptyState>
  );
  const score = (
    <>
      {notice}
      {panel}
    </>
  );
  const around = (first: ReactNode): ReactNode => (
    <div className={css.columns} data-stale={(lead.isPlaceholderData && !data.ahead) || undefined}>
      <div className={css.main}>
        {first}
        <Timeline lead={id} at={data.past ? at : ''} model={chosen?.model} />
        {present && <Writes lead={id} />}
        {present && <Sources lead={id} />}
      </div>
      <div className={css.side}>
        {present && <Duplicates lead={data} />}
        <Facts lead={data} />
        {present && chosen && <WouldChange lead={id} model={chosen.model} />}
        <Stages lead={data} />
        {present && <Tasks lead={id} />}
        {present && <Records lead={data} />}
      </div>
    </div>
  );
  return (
    <Page
      title={data.name}
      above={above}
      description={[data.jobTitle, data.company].filter(Boolean).join(' · ') || undefined}
      aside={
        <span className={css.badges}>
          <BandBadge band={data.scores[0]?.band ?? null} />
          <StageBadge stage={data.stage} />
        </span>
      }
      actions={
        <>
          <AsOf at={at} onChange={setMoment} />
          <CrmLinks lead={data} />
        </>
      }
    >
      {lead.error && <ErrorState error={lead.error} onRetry={() => void lead.refetch()} />}
      {data.problem && (
        <p role="alert" className={css.problem}>
          {texts.problem(data.problem)}
        </p>
      )}
      {demo ? (
        <Suspense fallback={around(score)}>
          <Tour lead={data} score={score} onMoment={setMoment}>
            {around}
          </Tour>
        </Suspense>
      ) : (
        around(score)
      )}
    </Page>
  );
}

function CrmLinks({ lead }: { lead: LeadPage }) {
  const texts = useTexts().lead;
  const living = lead.records.filter(({ state }) => state === 'living');
  return (
    <Group gap="xs">
      {living.map(({ id, url, account }) => {
        const href = httpUrl(url);
        return (
          href && (
            <Button
              key={id}
              component="a"
              href={href}
              target="_blank"
              rel="noreferrer"
              variant="default"
              leftSection={<Icon name="external" size={15} />}
            >
              {texts.openIn(account.name)}
            </Button>
          )
        );
      })}
    </Group>
  );
}

/** The lead is not there, or has become part of another one. */
function Missing({ error, retry }: { error: Error; retry: () => void }) {
  const texts = useTexts().lead;
  const into = isApiError(error, 'merged') ? error.details.lead : null;
  return (
    <Page title={texts.back}>
      {typeof into === 'string' ? (
        <EmptyState
          icon="leads"
          title={texts.merged(into)}
          action={
            <Button component={Link} to={`/leads/${into}`}>
              {texts.openMerged}
            </Button>
          }
        />
      ) : isApiError(error, 'no-lead') ? (
        <EmptyState
          icon="leads"
          title={texts.noSuchLead}
          action={
            <Button component={Link} to={lastList()}>
              {texts.toList}
            </Button>
          }
        />
      ) : (
        <ErrorState error={error} onRetry={retry} />
      )}
    </Page>
  );
}
