import { ActionIcon, Collapse, UnstyledButton } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { Icon } from '../../../components/icon.js';
import { useTexts } from '../../../texts/index.js';
import { Doubts } from '../rules/doubts.js';
import css from '../rules/rules.module.css';
import { useEditor } from '../state/editor.js';

interface Props {
  readonly name: string;
  readonly sentence: string;
  readonly path: string;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onRemove: () => void;
  readonly side?: ReactNode;
  readonly children: ReactNode;
}

/** An entry of a list (a disqualification, a segment) as a sentence; opened, it can be edited. */
export function EntryCard(props: Props) {
  const { part: texts } = useTexts().model;
  const { editable } = useEditor();
  const id = useId();
  return (
    <li className={css.card}>
      <div className={css.line}>
        <UnstyledButton
          className={css.head ?? ''}
          aria-expanded={props.open}
          aria-controls={id}
          onClick={props.onToggle}
        >
          <span className={css.words}>
            <span className={css.name}>{props.name}</span>
            <span className={css.sentence}>{props.sentence}</span>
          </span>
        </UnstyledButton>
        <span className={css.side}>
          {props.side}
          {editable && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={texts.removeOf(props.name)}
              onClick={props.onRemove}
            >
              <Icon name="trash" size={16} />
            </ActionIcon>
          )}
        </span>
      </div>
      <Doubts path={props.path} />
      <Collapse expanded={props.open} id={id}>
        {props.open && (
          <fieldset className={css.fields} disabled={!editable} aria-label={props.name}>
            <div className={css.form}>{props.children}</div>
          </fieldset>
        )}
      </Collapse>
    </li>
  );
}
