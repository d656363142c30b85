import { createContext, use } from 'react';
import type { DocumentProblem } from '../../../api/contract/documents.js';
import type {
  MappedAccount,
  MappingLanguage,
  Tried,
  Workbench,
  WorkbenchProperty,
} from '../../../api/contract/mappings.js';
import type { DraftState } from '../../api/draft.js';
import type { Place } from '../../api/mappings.js';
import type { Path } from '../model/document/edit.js';

/** What every part of the workbench works with. */
export interface Bench {
  readonly place: Place;
  readonly account: MappedAccount;
  readonly role: 'person' | 'company' | 'deal' | 'engagement';
  readonly language: MappingLanguage;
  /** Null while the account's records are being read. */
  readonly workbench: Workbench | null;
  readonly property: (name: string) => WorkbenchProperty | undefined;
  readonly draft: DraftState;
  /** The text as it was when somebody last stopped typing. */
  readonly settled: string;
  /** The text of the version in force. */
  readonly inForce: string;
  /** The last text that could be read, as plain values. */
  readonly document: unknown;
  /** Whether the present text can be read. */
  readonly readable: boolean;
  readonly readOnly: boolean;
  /** What the draft makes of the sample record; null while none is chosen. */
  readonly tried: Tried | null;
  /** Changes one value; `undefined` removes it. */
  readonly edit: (path: Path, value: unknown) => void;
  /** Changes the text as a whole. */
  readonly change: (make: (text: string) => string) => void;
  /** What is wrong at a path or below it. */
  readonly problemsAt: (path: string) => readonly DocumentProblem[];
}

const BenchContext = createContext<Bench | null>(null);
export const BenchProvider = BenchContext.Provider;

export function useBench(): Bench {
  const bench = use(BenchContext);
  if (bench === null) throw new Error('useBench needs a workbench above it');
  return bench;
}
