import { createContext, type ReactNode, use } from 'react';
import type { ModelMaterial } from '../../../../api/contract/models.js';
import type { Json } from '../document/model.js';

/** What conditions can be built of. */
export interface Vocabulary {
  readonly material: ModelMaterial | undefined;
  /** Name -> entries, as the model has them. */
  readonly lists: Json;
  /** Whether activities and ages can be asked, beside the lead's own fields. */
  readonly computed: boolean;
}

const NOTHING: Vocabulary = { material: undefined, lists: {}, computed: true };
const VocabularyContext = createContext<Vocabulary>(NOTHING);

export const useVocabulary = (): Vocabulary => use(VocabularyContext);

export function VocabularyProvider(props: { value: Vocabulary; children: ReactNode }) {
  return <VocabularyContext value={props.value}>{props.children}</VocabularyContext>;
}
