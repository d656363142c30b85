/** Previews and publications as the API tells them. */
import type { Preview as PreviewState } from '../../../evaluate/preview/previews.js';
import type { Publication as StoredPublication } from '../../../store/publications.js';
import type { Preview, Publication } from '../contract/previews.js';
import { momentOf } from './document-shapes.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function previewOf(one: PreviewState): Preview {
  const { id, wish, looked, who, state, progress, figures, problem } = one;
  return {
    id,
    wish: wish as Preview['wish'],
    who,
    startedAt: momentOf(one.startedAt),
    endedAt: one.endedAt === null ? null : momentOf(one.endedAt),
    state,
    progress: { ...progress },
    figures: figures as Mutable<typeof figures> as Preview['figures'],
    problem,
    broken: [...looked.broken],
    warnings: [...looked.warnings],
    reading: looked.reading && { ...looked.reading, properties: [...looked.reading.properties] },
  };
}

export function publicationOf(one: StoredPublication): Publication {
  return {
    ...one,
    kind: one.kind as Publication['kind'],
    dueAt: momentOf(one.dueAt),
    askedAt: momentOf(one.askedAt),
    endedAt: one.endedAt === null ? null : momentOf(one.endedAt),
  };
}
