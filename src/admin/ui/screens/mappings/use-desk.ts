import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { MappedAccount, MappingLanguage } from '../../../api/contract/mappings.js';
import { type LoadedDocument, useDraft } from '../../api/draft.js';
import { type Place, type TriedOn, useTried, useWorkbench } from '../../api/mappings.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useMay } from '../../shell/session.js';
import { plainValue, updateText } from '../model/document/edit.js';
import type { Bench } from './context.js';
import { withParents } from './parents.js';

/** What is typed is tried this long after the last key. */
const SETTLED_MS = 250;

export interface DeskProps {
  readonly account: MappedAccount;
  readonly object: string;
  readonly language: MappingLanguage;
  readonly loaded: LoadedDocument;
}

interface Desk {
  readonly bench: Bench;
  /** What the draft is tried on; null while there is nothing. */
  readonly record: TriedOn | null;
  readonly choose: (record: TriedOn) => void;
  /** Why it could not be tried on what was chosen by hand. */
  readonly failure: unknown;
}

/** The last value that was not undefined. */
function useLast<T>(value: T): T {
  const last = useRef(value);
  useEffect(() => {
    if (value !== undefined) last.current = value;
  }, [value]);
  return value ?? last.current;
}

/** Everything that the parts of the workbench share. */
export function useDesk({ account, object, language, loaded }: DeskProps): Desk {
  const readOnly = !useMay('editor');
  const place: Place = { account: account.account, object };
  const draft = useDraft(loaded, !readOnly);
  const { data: workbench = null } = useWorkbench(place);
  const [query, setQuery] = useQueryState({ record: '' });
  const [byHand, setByHand] = useState<TriedOn | null>(null);
  const records = workbench?.records ?? [];
  const id = query.record === '' ? records[0]?.record : query.record;
  const record = byHand ?? (id === undefined ? null : { id });
  const present = useMemo(() => plainValue(draft.text), [draft.text]);
  const document = useLast(present);
  const [settled] = useDebouncedValue(draft.text, SETTLED_MS);
  const tried = useTried(place, settled, record);
  const bench: Bench = {
    place,
    account,
    role: account.objects.find((one) => one.object === object)?.role ?? 'person',
    language,
    workbench,
    property: (name) => workbench?.properties.find((one) => one.name === name),
    draft,
    settled,
    inForce: loaded.text ?? '',
    document,
    readable: present !== undefined,
    readOnly,
    tried: record === null ? null : (tried.data ?? null),
    edit: (path, value) => draft.setText(updateText(withParents(draft.text, path), path, value)),
    change: (make) => draft.setText(make(draft.text)),
    problemsAt: (path) =>
      (draft.checked?.problems ?? []).filter(
        (one) =>
          one.path === path || one.path.startsWith(`${path}.`) || one.path.startsWith(`${path}[`),
      ),
  };
  const choose = (next: TriedOn): void => {
    const sampled = 'id' in next && records.some((one) => one.record === next.id);
    setQuery({ record: 'id' in next ? next.id : '' });
    setByHand(sampled ? null : next);
  };
  return { bench, record, choose, failure: byHand === null ? null : (tried.error ?? null) };
}
