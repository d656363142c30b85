import { useRetention } from '../../api/retention.js';
import { Page } from '../../components/page.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { useTexts } from '../../texts/index.js';
import { RetentionForm } from './retention-form.js';

/** How long activities, histories and the audit log are kept. */
export default function RetentionScreen() {
  const texts = useTexts().retention;
  const retention = useRetention();
  return (
    <Page title={texts.title} description={texts.description}>
      {retention.error && (
        <ErrorState error={retention.error} onRetry={() => void retention.refetch()} />
      )}
      {retention.isPending && <LoadingRows rows={3} height={92} />}
      {retention.data && (
        <RetentionForm key={JSON.stringify(retention.data.days)} saved={retention.data} />
      )}
    </Page>
  );
}
