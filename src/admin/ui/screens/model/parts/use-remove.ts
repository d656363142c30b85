import { useNotify } from '../../../shell/notify.js';
import { useTexts } from '../../../texts/index.js';
import { listOf } from '../document/model.js';
import { useEditor } from '../state/editor.js';

/** Removes an entry of a list of the document, the list with the last one; what is gone can come back. */
export function useRemove(list: 'disqualify' | 'segments' | 'examples') {
  const { part: texts } = useTexts().model;
  const { model, applyUndoable } = useEditor();
  const { showUndo } = useNotify();
  return (index: number, name: string): void => {
    const entries = listOf(model[list]);
    const path = entries.length === 1 ? [list] : [list, index];
    const restore = applyUndoable(
      [{ kind: 'delete', path }],
      [{ kind: 'insert', path: [list], at: index, value: entries[index] }],
    );
    showUndo(texts.removed(name), restore);
  };
}
