import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type DocumentVersion, documentsApi } from '../../../api/contract/documents.js';
import { call } from '../../api/call.js';
import { documentKey } from '../../api/draft.js';
import { useKeyset } from '../../api/use-keyset.js';
import { Badge } from '../../components/badges.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { EmptyState, ErrorState } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useFormats } from '../../shell/language.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';

/** Every published version; an earlier one becomes the draft, and with its publication a roll-back. */
export function HistoryView() {
  const { account, draft, readOnly } = useBench();
  const texts = useTexts().mappings.history;
  const formats = useFormats();
  const client = useQueryClient();
  const { show, showError } = useNotify();
  const params = { kind: 'mapping', name: account.crm } as const;
  const versions = useKeyset(
    [...documentKey('mapping', account.crm), 'versions'],
    (cursor, signal) => call(documentsApi.versions, { params, query: { cursor } }, { signal }),
  );
  const goBack = async (version: number): Promise<void> => {
    try {
      const { text } = await call(documentsApi.version, { params: { ...params, version } });
      draft.setText(text);
      show(texts.went(formats.count(version)));
      await client.invalidateQueries({ queryKey: ['mappings', 'tried'] });
    } catch (thrown) {
      showError(thrown);
    }
  };
  const columns: readonly Column<DocumentVersion>[] = [
    {
      key: 'version',
      header: texts.version,
      cell: ({ version, inForce }) => (
        <>
          {formats.count(version)} {inForce && <Badge tone="good">{texts.current}</Badge>}
        </>
      ),
    },
    { key: 'at', header: texts.at, cell: ({ at }) => <When at={at} /> },
    { key: 'who', header: texts.who, hide: 'phone', cell: ({ who }) => who },
    { key: 'reason', header: texts.reason, hide: 'phone', cell: ({ reason }) => reason },
    {
      key: 'back',
      header: texts.goBack(''),
      silent: true,
      cell: ({ version, inForce }) =>
        readOnly || inForce ? null : (
          <Button size="compact-sm" variant="default" onClick={() => void goBack(version)}>
            {texts.goBack(formats.count(version))}
          </Button>
        ),
    },
  ];
  if (versions.error) return <ErrorState error={versions.error} onRetry={versions.retry} />;
  return (
    <DataTable
      caption={texts.caption}
      columns={columns}
      rows={versions.rows}
      rowKey={({ version }) => String(version)}
      empty={<EmptyState title={texts.none} />}
      more={versions.more}
    />
  );
}
