/** What the server says, in the reader's language; as the server says it until that language is read. */
import { Suspense } from 'react';
import { isApiError } from '../api/error.js';
import { useSentenceOf } from '../api/use-sentence-of.js';
import { useTexts } from '../texts/index.js';

export function Said({ text }: { readonly text: string }) {
  return (
    <Suspense fallback={text}>
      <SaidText text={text} />
    </Suspense>
  );
}

function SaidText({ text }: { readonly text: string }) {
  return useTexts().said(text);
}

/** What went wrong, as a sentence. */
export function SaidError({ error }: { readonly error: unknown }) {
  return (
    <Suspense fallback={isApiError(error) ? error.message : null}>
      <ErrorText error={error} />
    </Suspense>
  );
}

function ErrorText({ error }: { readonly error: unknown }) {
  return useSentenceOf()(error);
}
