import { Button } from '@mantine/core';
import { useDiscard, useRestore } from '../../api/publishing.js';
import { EmptyState } from '../../components/states.js';
import { TextDiff } from '../../components/text-diff.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';

/** What the draft says otherwise than what is in force, line by line. */
export function ChangesView() {
  const { account, draft, inForce, readOnly } = useBench();
  const texts = useTexts().mappings.changes;
  const { showError, showUndo } = useNotify();
  const discard = useDiscard('mapping', account.crm);
  const restore = useRestore('mapping', account.crm);
  const { revision } = draft;
  if (!draft.changed) return <EmptyState title={texts.none} />;
  return (
    <>
      <div className={css.frame}>
        <TextDiff label={texts.caption} before={inForce} after={draft.text} />
      </div>
      {!readOnly && revision !== null && (
        <div>
          <Button
            variant="default"
            loading={discard.isPending}
            onClick={() =>
              discard.mutate(revision, {
                onSuccess: () => showUndo(texts.discarded, () => restore.mutateAsync(undefined)),
                onError: showError,
              })
            }
          >
            {texts.discard}
          </Button>
        </div>
      )}
    </>
  );
}
