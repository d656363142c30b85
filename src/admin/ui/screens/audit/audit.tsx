import { useState } from 'react';
import type { AuditEntry } from '../../../api/contract/audit.js';
import { useAudit } from '../../api/audit.js';
import { Page } from '../../components/page.js';
import { EmptyState, ErrorState, LoadingRows } from '../../components/states.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useTexts } from '../../texts/index.js';
import { AuditList } from './audit-list.js';
import { Filters, NO_FILTER } from './filters.js';

/** Who changed what, when and why. */
export default function Audit() {
  const texts = useTexts().audit;
  const [filter, setFilter] = useQueryState(NO_FILTER);
  const entries = useAudit(filter);
  const [open, setOpen] = useState<AuditEntry['id'] | null>(null);
  const filtered = Object.values(filter).some((value) => value !== '');
  return (
    <Page title={texts.title} description={texts.description}>
      <Filters filter={filter} onChange={setFilter} />
      {entries.error && <ErrorState error={entries.error} onRetry={entries.retry} />}
      {!entries.rows && !entries.error && <LoadingRows rows={10} />}
      {entries.rows && (
        <AuditList
          entries={entries.rows}
          more={entries.more}
          stale={entries.stale}
          open={open}
          onOpen={setOpen}
          empty={
            <EmptyState icon="audit" title={filtered ? texts.noMatch : texts.empty}>
              {filtered ? undefined : texts.emptyText}
            </EmptyState>
          }
        />
      )}
    </Page>
  );
}
