import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DocumentKind, DocumentVersion } from '../../../api/contract/documents.js';
import { useRollBack, useVersions, useVersionText } from '../../api/publishing.js';
import { Badge } from '../../components/badges.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { Said } from '../../components/said.js';
import { ErrorState } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useFormats } from '../../shell/language.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import { Changes } from './changes.js';
import css from './publishing.module.css';
import { whoName } from './who.js';

interface HistoryProps {
  readonly kind: DocumentKind;
  readonly name: string;
  /** In force now. */
  readonly text: string;
}

/** All versions; each can be compared with the one in force and put back in its place. */
export function History({ kind, name, text }: HistoryProps) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const versions = useVersions(kind, name);
  const rollBack = useRollBack(kind, name);
  const notify = useNotify();
  const may = useMay('publisher');
  const [compared, setCompared] = useState<number | null>(null);
  const back = ({ version }: DocumentVersion): void => {
    rollBack.mutate(
      { version, reason: texts.rollBackReason(formats.count(version)) },
      {
        onSuccess: (done) =>
          notify.show(
            texts.rolledBack(formats.count(version), formats.count(done.version ?? version)),
          ),
        onError: notify.showError,
      },
    );
  };
  const columns: Column<DocumentVersion>[] = [
    {
      key: 'version',
      header: texts.history,
      cell: ({ version, inForce, pilot, backTo }) => (
        <span className={css.who}>
          <span className={css.line}>
            {texts.versionOf(formats.count(version))}
            {inForce && <Badge tone="good">{texts.inForce}</Badge>}
          </span>
          {backTo !== null && (
            <span className={css.quiet}>{texts.backToVersion(formats.count(backTo))}</span>
          )}
          {pilot && (
            <span className={css.quiet}>{texts.pilotOf(formats.count(pilot.otherwise))}</span>
          )}
        </span>
      ),
    },
    { key: 'when', header: texts.when, cell: ({ at }) => <When at={at} /> },
    { key: 'who', header: texts.who, hide: 'phone', cell: ({ who }) => whoName(who, texts) },
    {
      key: 'reason',
      header: texts.reason,
      hide: 'phone',
      cell: ({ reason }) => <Said text={reason} />,
    },
    {
      key: 'actions',
      header: texts.compare,
      silent: true,
      cell: (one) =>
        !one.inForce && (
          <span className={css.line}>
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={texts.compareNamed(formats.count(one.version))}
              onClick={() => setCompared(compared === one.version ? null : one.version)}
            >
              {texts.compare}
            </Button>
            {may && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={texts.rollBackTo(formats.count(one.version))}
                loading={rollBack.isPending && rollBack.variables.version === one.version}
                onClick={() => back(one)}
              >
                {texts.rollBack}
              </Button>
            )}
          </span>
        ),
    },
  ];
  return (
    <Panel title={texts.history}>
      <div className={css.small}>
        <p className={css.quiet}>{texts.historyText}</p>
        {versions.error ? (
          <ErrorState error={versions.error} onRetry={versions.retry} />
        ) : (
          <DataTable
            caption={texts.history}
            columns={columns}
            rows={versions.rows}
            rowKey={({ version }) => String(version)}
            more={versions.more}
            empty={<p className={css.quiet}>{texts.notPublished}</p>}
          />
        )}
        {compared !== null && <Compared kind={kind} name={name} version={compared} text={text} />}
      </div>
    </Panel>
  );
}

function Compared({ kind, name, version, text }: HistoryProps & { version: number }) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const old = useVersionText(kind, name, version);
  if (!old.data) return null;
  return (
    <Panel title={texts.comparing(formats.count(version))}>
      <Changes
        kind={kind}
        name={name}
        from={String(version)}
        to="force"
        before={old.data.text}
        after={text}
      />
    </Panel>
  );
}
