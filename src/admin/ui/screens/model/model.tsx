import { useParams } from 'react-router';
import { type LoadedDocument, useDocument, useDraft } from '../../api/draft.js';
import { useMaterial, useModelCheck } from '../../api/models.js';
import { Page } from '../../components/page.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { useMay } from '../../shell/session.js';
import { useUnsavedGuard } from '../../shell/unsaved.js';
import { useTexts } from '../../texts/index.js';
import { Desk } from './desk.js';
import { EditorProvider, useModelEditor } from './state/editor.js';
import { useSettled } from './state/use-settled.js';
import { BackToModels, SaveState, Toolbar } from './toolbar.js';

/** One model: its parts as sentences and forms, its text, and what it does to real leads. */
export default function Model() {
  const { name = '' } = useParams();
  const document = useDocument('model', name);
  if (document.data) return <Loaded key={name} loaded={document.data} />;
  return (
    <Page title={name} above={<BackToModels />}>
      {document.error ? (
        <ErrorState error={document.error} onRetry={() => void document.refetch()} />
      ) : (
        <LoadingRows />
      )}
    </Page>
  );
}

/** Of what somebody is typing, milliseconds. */
const PAUSE = 150;

function Loaded({ loaded }: { loaded: LoadedDocument }) {
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
