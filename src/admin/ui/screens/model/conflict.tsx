import { Button, Group } from '@mantine/core';
import type { DraftState } from '../../api/draft.js';
import { TextDiff } from '../../components/text-diff.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './model.module.css';

/** Somebody else saved meanwhile: nothing is lost, and one of the two texts goes on. */
export function Conflict({ draft }: { draft: DraftState }) {
  const { conflict: texts } = useTexts().model;
  const formats = useFormats();
  if (!draft.conflict) return null;
  const { who, at, text } = draft.conflict;
  return (
    <section role="alert" className={css.conflict}>
      <strong>{texts.title(who, formats.relative(at))}</strong>
      <p>{texts.text}</p>
      <TextDiff label={texts.diff} before={draft.text} after={text} />
      <Group gap={8} mt="sm">
        <Button size="xs" variant="default" onClick={draft.takeTheirs}>
          {texts.takeTheirs(who)}
        </Button>
        <Button size="xs" variant="default" onClick={draft.keepMine}>
          {texts.keepMine}
        </Button>
      </Group>
    </section>
  );
}
