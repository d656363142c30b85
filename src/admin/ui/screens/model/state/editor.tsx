import { createContext, type ReactNode, use, useMemo, useRef } from 'react';
import type { ModelCheck, ModelMaterial } from '../../../../api/contract/models.js';
import type { DraftState } from '../../../api/draft.js';
import { type Edit, editText, type Path, plainValue, updateText } from '../document/edit.js';
import { type Json, mapOf } from '../document/model.js';
import { type Renamed, renameIn } from '../document/rename.js';
import { VocabularyProvider } from '../predicate/vocabulary.js';

/** The document under edit. */
export interface Editor {
  readonly name: string;
  readonly text: string;
  /** The plain value; of the last text that was YAML. */
  readonly model: Json;
  /** False for those who may only look, and while the text is no YAML: then only the text can be edited. */
  readonly editable: boolean;
  readonly readable: boolean;
  readonly mayEdit: boolean;
  readonly update: (path: Path, value: unknown) => void;
  readonly apply: (edits: readonly Edit[]) => void;
  readonly replace: (text: string) => void;
  /** As `apply`; answers what takes exactly this back, also after further changes. */
  readonly applyUndoable: (edits: readonly Edit[], inverse: readonly Edit[]) => () => void;
  /** Everywhere in the document; answers what takes it back, or null where it cannot be done. */
  readonly rename: (what: Renamed, from: string, to: string) => (() => void) | null;
}

/** What the server says of the text; the last answer while a newer one is on its way. */
export interface Known {
  readonly check: ModelCheck | undefined;
  readonly material: ModelMaterial | undefined;
}

const EditorContext = createContext<Editor | null>(null);
const KnownContext = createContext<Known>({ check: undefined, material: undefined });

export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (editor === null) throw new Error('useEditor needs a model above it');
  return editor;
}

export const useKnown = (): Known => use(KnownContext);

export function EditorProvider(props: { editor: Editor; known: Known; children: ReactNode }) {
  const { lists } = props.editor.model;
  const { material } = props.known;
  const vocabulary = useMemo(
    () => ({ material, lists: mapOf(lists), computed: true }),
    [material, lists],
  );
  return (
    <EditorContext value={props.editor}>
      <KnownContext value={props.known}>
        <VocabularyProvider value={vocabulary}>{props.children}</VocabularyProvider>
      </KnownContext>
    </EditorContext>
  );
}

/** The text of a draft as a document whose parts can be changed. */
export function useModelEditor(name: string, draft: DraftState, mayEdit: boolean): Editor {
  const { text } = draft;
  const latest = useRef(draft);
  latest.current = draft;
  const readableModel = useRef<Json>({});
  const value = useMemo(() => plainValue(text), [text]);
  if (value !== undefined) readableModel.current = mapOf(value);
  const readable = value !== undefined;
  const model = readableModel.current;
  return useMemo(() => {
    const replace = (next: string): void => latest.current.setText(next);
    const undoable = (after: string, inverse: (now: string) => string) => {
      replace(after);
      return () => {
        const { text: now, undo } = latest.current;
        if (now === after && undo) undo();
        else replace(inverse(now));
      };
    };
    return {
      name,
      text,
      model,
      readable,
      mayEdit,
      editable: mayEdit && readable,
      replace,
      update: (path, next) => replace(updateText(latest.current.text, path, next)),
      apply: (edits) => replace(editText(latest.current.text, edits)),
      applyUndoable: (edits, inverse) =>
        undoable(editText(latest.current.text, edits), (now) => editText(now, inverse)),
      rename: (what, from, to) => {
        const after = renameIn(latest.current.text, what, from, to);
        return after === null
          ? null
          : undoable(after, (now) => renameIn(now, what, to, from) ?? now);
      },
    };
  }, [name, text, model, readable, mayEdit]);
}
