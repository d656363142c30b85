import { ActionIcon, Button, Group } from '@mantine/core';
import { Icon } from '../../components/icon.js';
import { ErrorState } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';

/** Whether the draft is saved and sound; steps back and forth. */
export function DraftState() {
  const { draft, readOnly } = useBench();
  const texts = useTexts();
  const own = texts.mappings;
  const formats = useFormats();
  const problems = draft.checked?.problems.length ?? 0;
  const words = readOnly
    ? own.states.readOnly
    : !draft.changed && draft.state === 'saved'
      ? own.states.same
      : own.states[draft.state];
  return (
    <span className={css.state}>
      {!readOnly && (
        <>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={texts.common.undo}
            disabled={draft.undo === null}
            onClick={() => draft.undo?.()}
          >
            <Icon name="undo" size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={own.redo}
            disabled={draft.redo === null}
            onClick={() => draft.redo?.()}
            style={{ transform: 'scaleX(-1)' }}
          >
            <Icon name="undo" size={16} />
          </ActionIcon>
        </>
      )}
      <span role="status">{words}</span>
      {problems > 0 && (
        <span className={css.badText} role="status">
          {own.problems(formats.count(problems))}
        </span>
      )}
    </span>
  );
}

/** What stands in the way of saving: another person's draft, a text that is no YAML, a failed call. */
export function DraftTroubles() {
  const { draft, readable } = useBench();
  const texts = useTexts().mappings;
  return (
    <>
      {draft.conflict && (
        <div role="alert" className={css.conflict}>
          <strong>{texts.conflict(draft.conflict.who)}</strong>
          <span>{texts.conflictText}</span>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={draft.takeTheirs}>
              {texts.takeTheirs}
            </Button>
            <Button size="compact-sm" onClick={draft.keepMine}>
              {texts.keepMine}
            </Button>
          </Group>
        </div>
      )}
      {!readable && (
        <p role="alert" className={css.conflict}>
          {texts.unreadable}
        </p>
      )}
      {draft.failure !== null && (
        <ErrorState error={draft.failure} title={texts.states.failed} onRetry={draft.retry} />
      )}
    </>
  );
}
