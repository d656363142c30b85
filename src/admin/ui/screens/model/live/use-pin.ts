import { useMutation } from '@tanstack/react-query';
import { modelsApi, type SampleLead } from '../../../../api/contract/models.js';
import { call } from '../../../api/call.js';
import { useNotify } from '../../../shell/notify.js';
import { useTexts } from '../../../texts/index.js';
import { listOf } from '../document/model.js';
import { useEditor } from '../state/editor.js';

/** Puts a real lead into the document as an example that names nobody. */
export function usePin(onPinned: () => void): (lead: SampleLead) => void {
  const { sample: texts } = useTexts().model;
  const { name, text, model, applyUndoable } = useEditor();
  const { showUndo, showError } = useNotify();
  const place = listOf(model.examples).length;
  const { mutate } = useMutation({
    mutationFn: (lead: SampleLead) =>
      call(modelsApi.pin, {
        params: { name },
        body: {
          text,
          lead: lead.id,
          label: texts.pinned(lead.after.band ?? '–', String(place + 1)),
        },
      }),
    onSuccess: ({ example, notes }) => {
      const restore = applyUndoable(
        [{ kind: 'insert', path: ['examples'], at: place, value: example }],
        [{ kind: 'delete', path: place === 0 ? ['examples'] : ['examples', place] }],
      );
      showUndo([texts.pinnedNow, ...notes].join(' '), restore);
      onPinned();
    },
    onError: showError,
  });
  return mutate;
}
