import { Alert, Button, Group } from '@mantine/core';
import type { DraftState } from '../../api/draft.js';
import { TextDiff } from '../../components/text-diff.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';

/** Somebody else saved meanwhile: nothing is lost, and one of the two texts goes on. */
export function Conflict({ draft }: { draft: DraftState }) {
  const { conflict: texts } = useTexts().model;
  const formats = useFormats();
  if (!draft.conflict) return null;
  const { who, at } = draft.conflict;
  return (
    <Alert color="orange" role="alert" title={texts.title(who, formats.relative(at))}>
      <p>{texts.text}</p>
      <TextDiff label={texts.diff} before={draft.text} after={draft.conflict.text} />
      <Group gap={8} mt="sm">
        <Button size="xs" variant="default" onClick={draft.takeTheirs}>
          {texts.takeTheirs(who)}
        </Button>
        <Button size="xs" variant="default" onClick={draft.keepMine}>
          {texts.keepMine}
        </Button>
      </Group>
    </Alert>
  );
}
