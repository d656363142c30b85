import { lazy, type ReactNode, Suspense } from 'react';
import { useParams } from 'react-router';
import { useDocument } from '../../api/draft.js';
import { Page } from '../../components/page.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { BackToModels } from './back-to-models.js';

/** Asked for at once, and read while the document is. */
const loading = import('./loaded-model.js');
const LoadedModel = lazy(() => loading);

/** One model: its parts as sentences and forms, its text, and what it does to real leads. */
export default function Model() {
  const { name = '' } = useParams();
  const document = useDocument('model', name);
  if (!document.data) {
    return (
      <Waiting name={name}>
        {document.error && (
          <ErrorState error={document.error} onRetry={() => void document.refetch()} />
        )}
      </Waiting>
    );
  }
  return (
    <Suspense fallback={<Waiting name={name} />}>
      <LoadedModel key={name} loaded={document.data} />
    </Suspense>
  );
}

function Waiting({ name, children }: { name: string; children?: ReactNode }) {
  return (
    <Page title={name} above={<BackToModels />}>
      {children || <LoadingRows />}
    </Page>
  );
}
