import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../../../api/contract/audit.js';
import { useCrmName } from '../../api/crm-names.js';
import type { Keyset } from '../../api/use-keyset.js';
import { Icon } from '../../components/icon.js';
import { When } from '../../components/when.js';
import { useTexts } from '../../texts/index.js';
import css from './audit.module.css';
import { EntryDetails } from './entry-details.js';
import { subjectName } from './subject.js';

interface ListProps {
  readonly entries: readonly AuditEntry[];
  readonly more: Keyset<AuditEntry>['more'];
  readonly stale: boolean;
  readonly empty: ReactNode;
  readonly open: string | null;
  readonly onOpen: (id: string | null) => void;
}

/** The log as a list of lines that open; at most one is open. */
export function AuditList({ entries, more, stale, empty, open, onOpen }: ListProps) {
  const { audit: texts, common } = useTexts();
  if (entries.length === 0) return <div className={css.frame}>{empty}</div>;
  return (
    <div className={css.frame} data-stale={stale || undefined}>
      <ol className={css.list} aria-label={texts.caption}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <Line
              entry={entry}
              open={entry.id === open}
              onToggle={() => onOpen(entry.id === open ? null : entry.id)}
            />
            {entry.id === open && <EntryDetails entry={entry} />}
          </li>
        ))}
      </ol>
      {more && (
        <div className={css.foot}>
          <Button size="compact-sm" variant="default" loading={more.loading} onClick={more.load}>
            {common.more}
          </Button>
        </div>
      )}
    </div>
  );
}

function Line(props: { entry: AuditEntry; open: boolean; onToggle: () => void }) {
  const texts = useTexts().audit;
  const crmName = useCrmName();
  const { entry, open, onToggle } = props;
  const what = texts.words[entry.what] ?? entry.what;
  return (
    <button type="button" className={css.line} aria-expanded={open} onClick={onToggle}>
      <span className={css.turn} data-open={open || undefined}>
        <Icon name="right" size={14} />
      </span>
      <span className={css.what}>
        {what} <span className={css.about}>{subjectName(entry.about, texts, crmName)}</span>
        {entry.reason !== null && <span className={css.reason}>{entry.reason}</span>}
      </span>
      <span className={css.who}>{entry.who}</span>
      <span className={css.when}>
        <When at={entry.at} />
      </span>
    </button>
  );
}
