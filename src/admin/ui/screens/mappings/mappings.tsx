import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { documentsApi } from '../../../api/contract/documents.js';
import type { MappedAccount } from '../../../api/contract/mappings.js';
import { call } from '../../api/call.js';
import { useMappedAccounts } from '../../api/mappings.js';
import { Badge } from '../../components/badges.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Page } from '../../components/page.js';
import { Panel } from '../../components/panel.js';
import { EmptyState, ErrorState, LoadingRows } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { plainValue } from '../model/document/edit.js';
import css from './mappings.module.css';
import { objectPart } from './shapes.js';

/** The accounts with their objects: where to go to change what a property means. */
export default function Mappings() {
  const texts = useTexts().mappings;
  const accounts = useMappedAccounts();
  return (
    <Page title={texts.title} description={texts.description}>
      {accounts.error && (
        <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />
      )}
      {accounts.isPending && <LoadingRows />}
      {accounts.data?.items.length === 0 && (
        <EmptyState icon="mappings" title={texts.empty}>
          <code>{texts.emptyText}</code>
        </EmptyState>
      )}
      {accounts.data?.items.map((one) => (
        <AccountPanel key={one.account} account={one} />
      ))}
    </Page>
  );
}

type MappedObject = MappedAccount['objects'][number];

function AccountPanel({ account }: { account: MappedAccount }) {
  const texts = useTexts().mappings;
  const formats = useFormats();
  const document = useQuery({
    queryKey: ['documents', 'mapping', account.crm, 'overview'],
    queryFn: ({ signal }) =>
      call(documentsApi.read, { params: { kind: 'mapping', name: account.crm } }, { signal }),
  });
  const text = document.data?.draft?.text ?? document.data?.text ?? '';
  const value = plainValue(text);
  const name = account.name === '' ? account.crmLabel : account.name;
  const columns: readonly Column<MappedObject>[] = [
    { key: 'object', header: texts.object, cell: ({ label }) => label },
    { key: 'role', header: texts.role, hide: 'phone', cell: ({ role }) => texts.roles[role] },
    {
      key: 'mapped',
      header: texts.mapped,
      cell: ({ object }) => {
        const { fields, activities } = objectPart(value, object);
        if (!document.data) return <Skeleton height={14} width={110} />;
        const counts = [
          [Object.keys(fields).length, texts.fieldCount] as const,
          [activities.length, texts.activityCount] as const,
        ].filter(([count]) => count > 0);
        if (counts.length === 0) return <span className={css.quiet}>{texts.notMapped}</span>;
        return counts.map(([count, words]) => words(formats.count(count), count === 1)).join(', ');
      },
    },
  ];
  return (
    <Panel
      title={name}
      aside={
        <span className={css.state}>
          {document.data?.inForce && (
            <span className={css.quiet}>
              {texts.inForce(formats.count(document.data.inForce.version))}
            </span>
          )}
          {document.data?.draft && (
            <Badge tone="warn">{texts.draftBy(document.data.draft.who)}</Badge>
          )}
        </span>
      }
    >
      <DataTable
        caption={texts.objectsOf(name)}
        columns={columns}
        rows={account.objects}
        rowKey={({ object }) => object}
        rowLink={({ object }) => `/mappings/${account.account}/${object}`}
        empty={null}
      />
    </Panel>
  );
}
