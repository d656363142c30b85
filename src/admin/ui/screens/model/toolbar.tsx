import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { DraftState } from '../../api/draft.js';
import { useSentenceOf } from '../../api/use-sentence-of.js';
import { useTexts } from '../../texts/index.js';
import css from './model.module.css';
import { useEditor, useKnown } from './state/editor.js';

/** Whether what is seen is stored; told to those who do not see it, too. */
export function SaveState({ draft }: { draft: DraftState }) {
  const { save: texts } = useTexts().model;
  const sentence = useSentenceOf();
  const words =
    draft.state === 'failed'
      ? texts.failed(sentence(draft.failure))
      : draft.revision === null && draft.state === 'saved'
        ? texts.inForce
        : texts[draft.state];
  return (
    <span role="status" className={draft.state === 'failed' ? css.failed : css.saved}>
      {words}
      {draft.state === 'failed' && (
        <Button size="compact-xs" variant="subtle" onClick={draft.retry}>
          {texts.retry}
        </Button>
      )}
    </span>
  );
}

/** The way to the leads: what publishing would change, and publishing. */
export function Toolbar({ draft, name }: { draft: DraftState; name: string }) {
  const { model: texts } = useTexts();
  const { check } = useKnown();
  const { text } = useEditor();
  const broken = (check?.problems.length ?? 0) > 0;
  const ready = draft.revision !== null && draft.state === 'saved' && !broken && text !== '';
  return ready ? (
    <Button component={Link} to={`/publishing/model/${name}/preview`}>
      {texts.publish}
    </Button>
  ) : (
    <Button disabled title={broken ? texts.notYet.broken : texts.notYet.unchanged}>
      {texts.publish}
    </Button>
  );
}
