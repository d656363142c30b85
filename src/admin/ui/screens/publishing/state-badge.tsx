import type { DocumentSummary } from '../../../api/contract/documents.js';
import { Badge } from '../../components/badges.js';
import { useTexts } from '../../texts/index.js';

/** Whether a document works, is watched or is in the making. */
export function StateBadge({ state, primary }: Pick<DocumentSummary, 'state' | 'primary'>) {
  const texts = useTexts().publishing;
  return (
    <>
      <Badge tone={state === 'live' ? 'good' : state === 'shadow' ? 'warn' : 'plain'}>
        {texts.states[state]}
      </Badge>
      {primary && <Badge>{texts.primary}</Badge>}
    </>
  );
}
