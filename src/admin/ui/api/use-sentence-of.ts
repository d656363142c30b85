import { useCallback } from 'react';
import { useFormats } from '../shell/language.js';
import { useTexts } from '../texts/index.js';
import { isApiError } from './error.js';
import { issuesOf, sentenceOfIssues } from './issues.js';

/** Anything thrown as a sentence for the reader: the server's, or ours where it said none. */
export function useSentenceOf(): (thrown: unknown) => string {
  const all = useTexts();
  const texts = all.common.errors;
  const formats = useFormats();
  return useCallback(
    (thrown) => {
      if (!isApiError(thrown)) return texts.crashed;
      if (thrown.code === 'unreachable') return texts.unreachable;
      if (thrown.code === 'mismatch') return texts.mismatch;
      const issues = issuesOf(thrown);
      if (issues.length > 0) return sentenceOfIssues(issues, texts, formats.list);
      return thrown.message === ''
        ? texts.status(formats.count(thrown.status))
        : all.said(thrown.message);
    },
    [texts, formats, all],
  );
}
