import type { DocumentSummary } from '../../../api/contract/documents.js';
import { useDocuments } from '../../api/publishing.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Page } from '../../components/page.js';
import { EmptyState, ErrorState } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { Publications } from './publications.js';
import css from './publishing.module.css';
import { StateBadge } from './state-badge.js';
import { publishedBy } from './who.js';

/** All documents with their drafts, what is planned, what was published. */
export default function Publishing() {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const documents = useDocuments();
  const columns: Column<DocumentSummary>[] = [
    { key: 'name', header: texts.document, cell: ({ name }) => name },
    {
      key: 'kind',
      header: texts.kind,
      silent: true,
      hide: 'phone',
      cell: ({ kind }) => texts.kinds[kind],
    },
    {
      key: 'state',
      header: texts.state,
      cell: (one) => (
        <span className={css.line}>
          <StateBadge {...one} />
        </span>
      ),
    },
    {
      key: 'force',
      header: texts.inForce,
      hide: 'phone',
      cell: ({ inForce }) =>
        inForce ? (
          <span className={css.who}>
            {texts.versionOf(formats.count(inForce.version))}
            <span className={css.quiet}>
              <When at={inForce.at} />, {publishedBy(inForce.who, texts)}
            </span>
          </span>
        ) : (
          texts.notPublished
        ),
    },
    {
      key: 'draft',
      header: texts.draft,
      cell: ({ draft }) =>
        draft ? (
          <span className={css.who}>
            <When at={draft.at} />
            <span className={css.quiet}>{texts.savedBy(draft.who)}</span>
          </span>
        ) : (
          <span className={css.quiet}>{texts.noDraft}</span>
        ),
    },
  ];
  return (
    <Page title={texts.title} description={texts.description}>
      <div className={css.stack}>
        {documents.error && (
          <ErrorState error={documents.error} onRetry={() => void documents.refetch()} />
        )}
        {!documents.error && (
          <DataTable
            caption={texts.documents}
            columns={columns}
            rows={documents.data?.items}
            rowKey={({ kind, name }) => `${kind}/${name}`}
            rowLink={({ kind, name }) => `/publishing/${kind}/${name}`}
            empty={<EmptyState icon="publishing" title={texts.noDocuments} />}
          />
        )}
        <Publications />
      </div>
    </Page>
  );
}
