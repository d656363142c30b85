import { Fragment, type ReactNode } from 'react';
import css from './sentence.module.css';

/** A value from a document or a CRM, set apart from the words around it. Data, never markup. */
export function CodeValue({ children }: { children: ReactNode }) {
  return <code className={css.value}>{children}</code>;
}

/**
 * A sentence of our own words and of values: text is written plainly, `{ value }` set apart. So
 * a catalogue decides the order of the two.
 */
export type SentencePart = string | { readonly value: string };

export function Sentence({ parts }: { parts: readonly SentencePart[] }) {
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence never change places
        <Fragment key={index}>
          {typeof part === 'string' ? part : <CodeValue>{part.value}</CodeValue>}
        </Fragment>
      ))}
    </>
  );
}
