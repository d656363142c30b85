import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { documentsApi } from '../../../api/contract/documents.js';
import { call } from '../../api/call.js';
import { documentKey } from '../../api/draft.js';
import { EmptyState, ErrorState, LoadingRows } from '../../components/states.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';

const CONTEXT = 3;

/** What the draft says otherwise than what is in force, line by line. */
export function ChangesView() {
  const { account, draft, readOnly } = useBench();
  const texts = useTexts();
  const own = texts.mappings.changes;
  const client = useQueryClient();
  const { showError, showUndo } = useNotify();
  const params = { kind: 'mapping', name: account.crm } as const;
  const { revision } = draft;
  const diff = useQuery({
    queryKey: [...documentKey('mapping', account.crm), 'diff', revision],
    queryFn: ({ signal }) =>
      call(documentsApi.diff, { params, query: { from: 'force', to: 'draft' } }, { signal }),
    enabled: revision !== null,
  });
  if (revision === null || !draft.changed) return <EmptyState title={own.none} />;
  if (diff.error) return <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />;
  if (!diff.data) return <LoadingRows rows={4} />;
  const lines = diff.data.lines;
  const near = (index: number): boolean =>
    lines
      .slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1)
      .some(({ kind }) => kind !== 'same');
  const again = () => client.invalidateQueries({ queryKey: documentKey('mapping', account.crm) });
  const discard = async (): Promise<void> => {
    try {
      await call(documentsApi.discard, { params, query: { revision } });
      await again();
      showUndo(own.discarded, async () => {
        await call(documentsApi.restore, { params });
        await again();
      });
    } catch (thrown) {
      showError(thrown);
    }
  };
  return (
    <>
      <div className={css.frame}>
        <table className={css.diff}>
          <caption className={css.hidden}>{own.caption}</caption>
          <tbody>
            {lines.map(
              (line, index) =>
                near(index) && (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines of one comparison
                  <tr key={index} data-kind={line.kind}>
                    <td className={css.lineNumber}>{line.before}</td>
                    <td className={css.lineNumber}>{line.after}</td>
                    <td className={css.sign}>
                      {line.kind === 'added' && <span title={own.added}>+</span>}
                      {line.kind === 'removed' && <span title={own.removed}>−</span>}
                    </td>
                    <td>
                      <code>{line.text}</code>
                    </td>
                  </tr>
                ),
            )}
          </tbody>
        </table>
      </div>
      {!readOnly && (
        <div>
          <Button variant="default" onClick={() => void discard()}>
            {own.discard}
          </Button>
        </div>
      )}
    </>
  );
}
