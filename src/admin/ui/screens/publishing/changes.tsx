import { SegmentedControl } from '@mantine/core';
import { Suspense, useState } from 'react';
import type { DocumentKind } from '../../../api/contract/documents.js';
import { useDiff } from '../../api/publishing.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { TextDiff } from '../../components/text-diff.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';

interface ChangesProps {
  readonly kind: DocumentKind;
  readonly name: string;
  /** `force`, `draft` or a version. */
  readonly from: string;
  readonly to: string;
  readonly before: string;
  readonly after: string;
}

/** Two texts of a document against each other: of models in words first. */
export function Changes({ kind, name, from, to, before, after }: ChangesProps) {
  const texts = useTexts().publishing;
  const [view, setView] = useState<'words' | 'lines'>('words');
  const diff = useDiff(kind, name, from, to);
  if (diff.error) return <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />;
  if (!diff.data) return <LoadingRows rows={3} height={20} />;
  const { words } = diff.data;
  if (before === after) return <p className={css.quiet}>{texts.nothingChanges}</p>;
  return (
    <div className={css.small}>
      {words && (
        <div>
          <SegmentedControl
            aria-label={texts.changes}
            size="xs"
            value={view}
            onChange={(next) => setView(next === 'lines' ? 'lines' : 'words')}
            data={[
              { value: 'words', label: texts.inWords },
              { value: 'lines', label: texts.inLines },
            ]}
          />
        </div>
      )}
      {words && view === 'words' ? (
        <Suspense fallback={<LoadingRows rows={3} height={20} />}>
          <InWords words={words.map((one) => one.words)} />
        </Suspense>
      ) : (
        <TextDiff label={texts.changes} before={before} after={after} />
      )}
    </div>
  );
}

function InWords({ words }: { words: readonly string[] }) {
  const { publishing: texts, modelChange } = useTexts();
  return (
    <ul className={css.words}>
      {words.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences never change places
        <li key={index}>{modelChange(one)}</li>
      ))}
      {words.length === 0 && <li>{texts.nothingChanges}</li>}
    </ul>
  );
}
