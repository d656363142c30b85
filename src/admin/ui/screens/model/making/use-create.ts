import { useNavigate } from 'react-router';
import { useNewModel } from '../../../api/models.js';
import { useNotify } from '../../../shell/notify.js';

/** Saves a text as the draft of a new model and opens it. */
export function useCreate(): {
  readonly create: (name: string, text: string) => void;
  readonly busy: boolean;
} {
  const navigate = useNavigate();
  const { showError } = useNotify();
  const { mutate, isPending } = useNewModel();
  return {
    busy: isPending,
    create: (name, text) =>
      mutate({ name, text }, { onSuccess: () => navigate(`/model/${name}`), onError: showError }),
  };
}
