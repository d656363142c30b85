import { ActionIcon, Collapse, Menu, UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useEffect, useId, useRef } from 'react';
import { Icon } from '../../../components/icon.js';
import { LoadingRows } from '../../../components/states.js';
import { useTexts } from '../../../texts/index.js';
import { type Json, numberOf, textOf } from '../document/model.js';
import { Count } from '../predicate/count.js';
import { useEditor, useKnown } from '../state/editor.js';
import { Doubts } from './doubts.js';
import css from './rules.module.css';

const RuleForm = lazy(() => import('./rule-form.js').then((form) => ({ default: form.RuleForm })));

interface Props {
  readonly rule: Json;
  readonly index: number;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onRenamed: (id: string) => void;
  readonly onCopy: () => void;
  readonly onRemove: () => void;
  /** Undefined where it cannot go further. */
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
}

/** A rule as a sentence; opened, it can be edited. */
export function RuleCard(props: Props) {
  const { rule, index, open, onToggle } = props;
  const { rule: texts } = useTexts().model;
  const { editable } = useEditor();
  const { check } = useKnown();
  const head = useRef<HTMLButtonElement>(null);
  const card = useRef<HTMLLIElement>(null);
  const id = useId();
  // Opened from elsewhere (an issue, a link) it may stand far below.
  useEffect(() => {
    if (open) card.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const words = check?.words?.rules[index] ?? null;
  const name = textOf(rule.label) || textOf(rule.id);
  const points = words?.points ?? numberOf(rule.points) ?? 0;
  const tone = points < 0 ? css.bad : points > 0 ? css.good : '';
  return (
    <li ref={card} className={css.card}>
      <div className={css.line}>
        <UnstyledButton
          ref={head}
          className={css.head ?? ''}
          aria-expanded={open}
          aria-controls={id}
          onClick={onToggle}
        >
          <span className={`tabular ${css.size} ${tone}`}>{words?.size ?? sizeOf(rule)}</span>
          <span className={css.words}>
            <span className={css.name}>{name}</span>
            <span className={css.sentence}>
              {words?.sentence ?? (check ? texts.noSentence : '\u00a0')}
            </span>
          </span>
        </UnstyledButton>
        <span className={css.side}>
          <Count ask={{ rule }} />
          {editable && <Actions {...props} name={name} />}
        </span>
      </div>
      <Doubts path={`rules[${index}]`} />
      <Collapse expanded={open} id={id}>
        {open && (
          <fieldset
            className={css.fields}
            disabled={!editable}
            aria-label={name}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || event.defaultPrevented) return;
              onToggle();
              head.current?.focus();
            }}
          >
            <Suspense fallback={<LoadingRows rows={3} />}>
              <RuleForm rule={rule} index={index} points={points} onRenamed={props.onRenamed} />
            </Suspense>
          </fieldset>
        )}
      </Collapse>
    </li>
  );
}

/** The points as the document says them, while the server's words are on their way. */
function sizeOf(rule: Json): string {
  const points = numberOf(rule.points);
  if (points === undefined) return '–';
  return points > 0 ? `+${points}` : String(points);
}

function Actions({ name, onCopy, onRemove, onUp, onDown }: Props & { readonly name: string }) {
  const { rule: texts } = useTexts().model;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.actionsOf(name)}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="copy" size={14} />} onClick={onCopy}>
          {texts.copy}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="up" size={14} />} disabled={!onUp} onClick={onUp}>
          {texts.up}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="down" size={14} />} disabled={!onDown} onClick={onDown}>
          {texts.down}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<Icon name="trash" size={14} />} onClick={onRemove}>
          {texts.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
