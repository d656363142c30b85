/** A document that somebody works on: its text, saved by itself, checked, undone, and shared with others. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type CheckedDocument,
  type DocumentKind,
  type Draft,
  documentsApi,
} from '../../api/contract/documents.js';
import { call } from './call.js';
import { isApiError } from './error.js';
import { useCheckedInWords } from './in-words.js';

const SAVE_AFTER_MS = 700;
/** What is typed within this time is one step back. */
const STEP_MS = 800;
const MOST_STEPS = 200;

export const documentKey = (kind: DocumentKind, name: string) => ['documents', kind, name] as const;

/** The document in force and its draft, read once; what is typed goes on from there. */
export const useDocument = (kind: DocumentKind, name: string) =>
  useQuery({
    queryKey: documentKey(kind, name),
    queryFn: ({ signal }) => call(documentsApi.read, { params: { kind, name } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // Who comes back to the window goes on with what is being written.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export type LoadedDocument = NonNullable<ReturnType<typeof useDocument>['data']>;

export interface DraftState {
  readonly text: string;
  /** Nothing happens for those who may not edit. */
  readonly setText: (next: string) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  readonly state: 'saved' | 'unsaved' | 'saving' | 'failed';
  /** Why it could not be saved; the next change tries again. */
  readonly failure: unknown;
  readonly retry: () => void;
  /** Of the text saved last; null before it was checked. */
  readonly checked: CheckedDocument | null;
  /** What somebody else saved meanwhile. */
  readonly conflict: Draft | null;
  readonly takeTheirs: () => void;
  readonly keepMine: () => void;
  /** The draft as it is saved; null while there is none. */
  readonly revision: number | null;
  readonly changed: boolean;
}

interface Saved {
  readonly text: string;
  readonly revision: number | null;
}

const presentOf = (thrown: unknown): Draft | null | undefined =>
  isApiError(thrown, 'draft-changed')
    ? ((thrown.details.present ?? null) as Draft | null)
    : undefined;

export function useDraft(loaded: LoadedDocument, editable: boolean): DraftState {
  const { kind, name } = loaded;
  const client = useQueryClient();
  const first = loaded.draft?.text ?? loaded.text ?? '';
  const [text, setShown] = useState(first);
  /** The text as it is now, also for those who were drawn with an earlier one. */
  const latest = useRef(first);
  const [saved, setSaved] = useState<Saved>({
    text: first,
    revision: loaded.draft?.revision ?? null,
  });
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const [checked, setChecked] = useState<CheckedDocument | null>(null);
  const told = useCheckedInWords(checked);
  const [conflict, setConflict] = useState<Draft | null>(null);
  const past = useRef<string[]>([]);
  const future = useRef<string[]>([]);
  const steppedAt = useRef(0);

  useEffect(() => {
    if (!loaded.draft) return;
    const stop = new AbortController();
    call(documentsApi.draft, { params: { kind, name } }, { signal: stop.signal })
      .then((answer) => setChecked((known) => known ?? answer.checked))
      .catch(() => {});
    return () => stop.abort();
  }, [kind, name, loaded.draft]);

  const show = useCallback((next: string) => {
    latest.current = next;
    setShown(next);
    setFailure(null);
  }, []);
  const setText = useCallback(
    (next: string) => {
      if (!editable || next === latest.current) return;
      const now = Date.now();
      if (now - steppedAt.current > STEP_MS) {
        past.current = [...past.current, latest.current].slice(-MOST_STEPS);
      }
      steppedAt.current = now;
      future.current = [];
      show(next);
    },
    [editable, show],
  );
  const step = (from: typeof past, to: typeof past) => () => {
    const next = from.current.at(-1);
    if (next === undefined) return;
    from.current = from.current.slice(0, -1);
    to.current = [...to.current, latest.current];
    steppedAt.current = 0;
    show(next);
  };

  const save = useCallback(
    async (own: string, baseRevision: number | null): Promise<void> => {
      setSaving(true);
      try {
        const body = { text: own, baseRevision };
        const answer = await call(documentsApi.save, { params: { kind, name }, body });
        setSaved({ text: own, revision: answer.draft.revision });
        setChecked(answer.checked);
        setFailure(null);
        void client.invalidateQueries({ queryKey: ['documents'], refetchType: 'none' });
      } catch (thrown) {
        const present = presentOf(thrown);
        if (present !== undefined) {
          // What was read of this document is old.
          void client.invalidateQueries({ queryKey: ['documents'], refetchType: 'none' });
        }
        if (present) setConflict(present);
        // Published or discarded meanwhile: what is typed begins a new draft.
        else if (present === null) setSaved((known) => ({ ...known, revision: null }));
        else setFailure(thrown);
      } finally {
        setSaving(false);
      }
    },
    [client, kind, name],
  );

  const unsaved = text !== saved.text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another reason to save
  useEffect(() => {
    if (!editable || !unsaved || saving || conflict || failure) return;
    const timer = window.setTimeout(() => void save(text, saved.revision), SAVE_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [editable, unsaved, saving, conflict, failure, text, saved.revision, save, attempt]);

  return {
    text,
    setText,
    undo: past.current.length > 0 ? step(past, future) : null,
    redo: future.current.length > 0 ? step(future, past) : null,
    state: failure ? 'failed' : saving ? 'saving' : unsaved ? 'unsaved' : 'saved',
    failure,
    retry: () => {
      setFailure(null);
      setAttempt((known) => known + 1);
    },
    checked: told,
    conflict,
    takeTheirs: () => {
      if (!conflict) return;
      past.current = [...past.current, text];
      setSaved({ text: conflict.text, revision: conflict.revision });
      show(conflict.text);
      setConflict(null);
    },
    keepMine: () => {
      if (!conflict) return;
      setSaved({ text: conflict.text, revision: conflict.revision });
      setConflict(null);
    },
    revision: saved.revision,
    changed: text !== (loaded.text ?? ''),
  };
}
