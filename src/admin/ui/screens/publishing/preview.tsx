import { Button } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { DocumentKind, Draft } from '../../../api/contract/documents.js';
import type { Publication } from '../../../api/contract/previews.js';
import { isApiError } from '../../api/error.js';
import { useDocumentNow, usePreview, useTeams } from '../../api/publishing.js';
import { Page } from '../../components/page.js';
import { EmptyState, ErrorState, LoadingRows } from '../../components/states.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import { AfterPublishing } from './after-publishing.js';
import { Back } from './back.js';
import { Costs } from './costs.js';
import { Distribution } from './distribution.js';
import { Figures } from './figures.js';
import { Movers } from './movers.js';
import { Moves } from './moves.js';
import { Options } from './options.js';
import { Progress } from './progress.js';
import { PublishPanel } from './publish-panel.js';
import css from './publishing.module.css';
import { StagesKept } from './stages-kept.js';
import { Standings } from './standings.js';
import { Troubles } from './troubles.js';
import { useWish } from './use-wish.js';

/** What publishing a draft would do to every lead, and publishing it. */
export default function Preview() {
  const params = useParams();
  const kind = (params.kind === 'mapping' ? 'mapping' : 'model') satisfies DocumentKind;
  const name = params.name ?? '';
  const texts = useTexts().publishing;
  const document = useDocumentNow(kind, name);
  const [published, setPublished] = useState<Publication | null>(null);
  const draft = document.data?.draft;
  return (
    <Page
      title={texts.previewNamed(name)}
      above={<Back to={`/publishing/${kind}/${name}`}>{texts.backTo(name)}</Back>}
    >
      {document.error && (
        <ErrorState error={document.error} onRetry={() => void document.refetch()} />
      )}
      {document.isPending && <LoadingRows rows={4} height={90} />}
      {published && <AfterPublishing published={published} />}
      {!published && document.data && !draft && <EmptyState icon="edit" title={texts.noDraft} />}
      {!published && document.data && draft && (
        <OfDraft document={document.data} draft={draft} onPublished={setPublished} />
      )}
    </Page>
  );
}

interface OfDraftProps {
  readonly document: NonNullable<ReturnType<typeof useDocumentNow>['data']>;
  readonly draft: Draft;
  readonly onPublished: (publication: Publication) => void;
}

function OfDraft({ document, draft, onPublished }: OfDraftProps) {
  const texts = useTexts().publishing;
  const notify = useNotify();
  const mayStart = useMay('editor');
  const teams = useTeams().data?.items ?? [];
  const choice = useWish(document, draft.revision, teams);
  const { preview, error, again, stop } = usePreview(choice.wish, mayStart);
  const other = isApiError(error, 'preview-running') ? String(error.details.id) : null;
  const stopOther = (id: string): void => {
    stop(id).then(again, notify.showError);
  };
  const figures = preview?.figures;
  // Only the primary model's thresholds decide on stages.
  const drives = (document.primary || preview?.wish.primary) && !preview?.wish.shadow;
  return (
    <div className={css.stack}>
      {document.kind === 'model' && (
        <Options document={document} choice={choice} teams={teams} text={draft.text} />
      )}
      {error && <ErrorState error={error} onRetry={again} />}
      {other && (
        <div>
          <Button variant="default" onClick={() => stopOther(other)}>
            {texts.stopOther}
          </Button>
        </div>
      )}
      {!mayStart && !preview && <EmptyState icon="play" title={texts.notStarted} />}
      {preview && (
        <Progress
          preview={preview}
          onStop={() => void stop(preview.id).catch(notify.showError)}
          {...(mayStart && { onAgain: again })}
        />
      )}
      {preview && (
        <Troubles
          preview={preview}
          examples={`/model/${document.name}?part=examples&live=examples`}
        />
      )}
      {preview && !figures && preview.state === 'running' && <LoadingRows rows={3} height={96} />}
      {preview && figures && (
        <>
          <Figures figures={figures} />
          <div className={css.two}>
            <Distribution figures={figures} />
            <Standings figures={figures} />
          </div>
          <div className={css.two}>
            <Moves what="band" moves={figures.bands} />
            <Moves what="stage" moves={figures.stages} />
          </div>
          {drives && figures.exact && figures.changed.stage.value === 0 && (
            <StagesKept name={document.name} />
          )}
          <Costs figures={figures} />
          <Movers preview={preview} />
          <PublishPanel preview={preview} onPublished={onPublished} />
        </>
      )}
    </div>
  );
}
