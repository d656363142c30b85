import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNotify } from '../../../shell/notify.js';
import { useTexts } from '../../../texts/index.js';
import type { Renamed } from '../document/rename.js';
import { useEditor } from '../state/editor.js';
import { wrongName } from './names.js';

interface Props {
  readonly what: Renamed;
  readonly name: string;
  readonly taken: readonly string[];
  readonly label: string;
  readonly onRenamed?: (name: string) => void;
}

/** A name that others go by: changed as a whole, when it is complete, and everywhere. */
export function NameInput({ what, name, taken, label, onRenamed }: Props) {
  const { part: texts } = useTexts().model;
  const { rename } = useEditor();
  const { show, showUndo } = useNotify();
  const [typed, setTyped] = useState<string | null>(null);
  const wanted = (typed ?? name).trim();
  const wrong = wanted === name ? null : wanted === '' ? 'noName' : wrongName(what, wanted, taken);
  const commit = (): void => {
    if (wrong !== null) return;
    setTyped(null);
    if (wanted === name) return;
    const restore = rename(what, name, wanted);
    if (restore === null) {
      show(texts.cannotRename(name));
      return;
    }
    onRenamed?.(wanted);
    showUndo(texts.renamed(name, wanted), restore);
  };
  return (
    <TextInput
      size="xs"
      w={170}
      label={label}
      value={typed ?? name}
      error={wrong && texts[wrong]}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key !== 'Escape' || typed === null) return;
        // What was typed is forgotten; the card stays open.
        event.preventDefault();
        setTyped(null);
      }}
    />
  );
}
