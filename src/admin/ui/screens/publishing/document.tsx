import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import type { DocumentKind } from '../../../api/contract/documents.js';
import { useDiscard, useDocumentNow, useRestore } from '../../api/publishing.js';
import { Icon } from '../../components/icon.js';
import { Page } from '../../components/page.js';
import { Panel } from '../../components/panel.js';
import { EmptyState, ErrorState, LoadingRows, Problem } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useFormats } from '../../shell/language.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import { Back } from './back.js';
import { Changes } from './changes.js';
import { History } from './history.js';
import { Problems } from './problems.js';
import css from './publishing.module.css';
import { StateBadge } from './state-badge.js';

/** One document: what its draft changes, and all its versions. */
export default function Document() {
  const params = useParams();
  const kind = (params.kind === 'mapping' ? 'mapping' : 'model') satisfies DocumentKind;
  const name = params.name ?? '';
  const texts = useTexts().publishing;
  const formats = useFormats();
  const notify = useNotify();
  const document = useDocumentNow(kind, name);
  const discard = useDiscard(kind, name);
  const restore = useRestore(kind, name);
  const mayEdit = useMay('editor');
  const draft = document.data?.draft;
  const inForce = document.data?.inForce;
  const outdated = draft && inForce && draft.baseVersion !== inForce.version;
  const throwAway = (): void => {
    if (!draft) return;
    discard.mutate(draft.revision, {
      onSuccess: () => notify.showUndo(texts.discarded, () => restore.mutateAsync(undefined)),
      onError: notify.showError,
    });
  };
  return (
    <Page
      title={name}
      description={texts.kinds[kind]}
      above={<Back to="/publishing">{texts.backToAll}</Back>}
      aside={document.data && <StateBadge {...document.data} />}
      actions={
        draft && (
          <>
            {mayEdit && (
              <Button variant="default" loading={discard.isPending} onClick={throwAway}>
                {texts.discard}
              </Button>
            )}
            <Button
              component={Link}
              to={`/publishing/${kind}/${name}/preview`}
              leftSection={<Icon name="publishing" size={16} />}
            >
              {texts.preview}
            </Button>
          </>
        )
      }
    >
      {document.error && (
        <ErrorState error={document.error} onRetry={() => void document.refetch()} />
      )}
      {document.isPending && <LoadingRows rows={3} height={120} />}
      {document.data && (
        <div className={css.stack}>
          {draft ? (
            <Panel
              title={texts.changes}
              aside={
                <>
                  <When at={draft.at} />, {texts.savedBy(draft.who)}
                  {draft.baseVersion !== null &&
                    `, ${texts.basedOn(formats.count(draft.baseVersion))}`}
                </>
              }
            >
              <div className={css.small}>
                {outdated && (
                  <Problem title={texts.outdatedTitle}>
                    {texts.outdated(formats.count(inForce.version))}
                  </Problem>
                )}
                <Problems kind={kind} name={name} revision={draft.revision} />
                <p className={css.quiet}>{texts.changesText}</p>
                <Changes
                  kind={kind}
                  name={name}
                  from="force"
                  to="draft"
                  before={document.data.text ?? ''}
                  after={draft.text}
                />
              </div>
            </Panel>
          ) : (
            <Panel title={texts.changes}>
              <EmptyState
                icon="edit"
                title={texts.noDraft}
                action={
                  <Button
                    component={Link}
                    to={kind === 'model' ? `/model/${name}` : '/mappings'}
                    variant="default"
                  >
                    {texts.edit}
                  </Button>
                }
              />
            </Panel>
          )}
          <History kind={kind} name={name} text={document.data.text ?? ''} />
        </div>
      )}
    </Page>
  );
}
