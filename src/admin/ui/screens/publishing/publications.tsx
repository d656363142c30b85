import { Button } from '@mantine/core';
import type { Publication } from '../../../api/contract/previews.js';
import { useCancelPublication, usePublications } from '../../api/publishing.js';
import { Badge, type Tone } from '../../components/badges.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { EmptyState, ErrorState } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useFormats } from '../../shell/language.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';

const TONES: Readonly<Record<Publication['state'], Tone>> = {
  scheduled: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'plain',
};

/** What was published here and what is planned; what is planned can be cancelled. */
export function Publications() {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const publications = usePublications();
  const cancel = useCancelPublication();
  const notify = useNotify();
  const may = useMay('publisher');
  const columns: Column<Publication>[] = [
    {
      key: 'name',
      header: texts.publication,
      cell: ({ name, version, backTo }) => (
        <span className={css.who}>
          {name}
          {version !== null && (
            <span className={css.quiet}>{texts.versionOf(formats.count(version))}</span>
          )}
          {backTo !== null && (
            <span className={css.quiet}>{texts.backToVersion(formats.count(backTo))}</span>
          )}
        </span>
      ),
    },
    {
      key: 'state',
      header: texts.outcome,
      cell: ({ state, problem }) => (
        <span className={css.who}>
          <span>
            <Badge tone={TONES[state]}>{texts.publicationStates[state]}</Badge>
          </span>
          {problem && <span className={css.quiet}>{problem}</span>}
        </span>
      ),
    },
    { key: 'when', header: texts.when, cell: (one) => <When at={one.endedAt ?? one.dueAt} /> },
    { key: 'who', header: texts.who, hide: 'phone', cell: ({ who }) => who },
    { key: 'reason', header: texts.reason, hide: 'phone', cell: ({ reason }) => reason },
    {
      key: 'cancel',
      header: texts.cancel,
      silent: true,
      cell: ({ id, name, state }) =>
        may &&
        state === 'scheduled' && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={texts.cancelNamed(name)}
            loading={cancel.isPending && cancel.variables === id}
            onClick={() =>
              cancel.mutate(id, {
                onSuccess: () => notify.show(texts.cancelled(name)),
                onError: notify.showError,
              })
            }
          >
            {texts.cancel}
          </Button>
        ),
    },
  ];
  return (
    <Panel title={texts.publications}>
      {publications.error ? (
        <ErrorState error={publications.error} onRetry={publications.retry} />
      ) : (
        <DataTable
          caption={texts.publications}
          columns={columns}
          rows={publications.rows}
          rowKey={({ id }) => String(id)}
          more={publications.more}
          empty={
            <EmptyState icon="history" title={texts.noPublications}>
              {texts.noPublicationsText}
            </EmptyState>
          }
        />
      )}
    </Panel>
  );
}
