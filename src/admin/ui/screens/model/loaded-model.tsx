import { type LoadedDocument, useDraft } from '../../api/draft.js';
import { useMaterial, useModelCheck } from '../../api/models.js';
import { Page } from '../../components/page.js';
import { ErrorState } from '../../components/states.js';
import { useMay } from '../../shell/session.js';
import { useUnsavedGuard } from '../../shell/unsaved.js';
import { useTexts } from '../../texts/index.js';
import { BackToModels } from './back-to-models.js';
import { Desk } from './desk.js';
import { EditorProvider, useModelEditor } from './state/editor.js';
import { useSettled } from './state/use-settled.js';
import { SaveState, Toolbar } from './toolbar.js';

/** Of what somebody is typing, milliseconds. */
const PAUSE = 150;

/** A model that was read: its parts, its text and its leads. Brings the parser of its text along. */
export default function LoadedModel({ loaded }: { loaded: LoadedDocument }) {
  const { model: texts } = useTexts();
  const mayEdit = useMay('editor');
  const draft = useDraft(loaded, mayEdit);
  const editor = useModelEditor(loaded.name, draft, mayEdit);
  useUnsavedGuard(draft.state !== 'saved');
  const settled = useSettled(draft.text, PAUSE);
  const check = useModelCheck(loaded.name, settled);
  const material = useMaterial();
  return (
    <EditorProvider editor={editor} known={{ check: check.data, material: material.data }}>
      <Page
        title={loaded.name}
        description={texts.states[loaded.primary ? 'primary' : loaded.state]}
        above={<BackToModels />}
        aside={mayEdit && <SaveState draft={draft} />}
        actions={<Toolbar draft={draft} name={loaded.name} />}
      >
        {check.error && <ErrorState error={check.error} onRetry={() => void check.refetch()} />}
        <Desk draft={draft} />
      </Page>
    </EditorProvider>
  );
}
