import { Button, type ButtonProps, VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/index.js';
import css from './copy.module.css';
import { Icon } from './icon.js';

const SAID_MS = 2_000;

/** Browsers give the clipboard to pages served over HTTPS or from this machine only. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Copies `text`; where the browser forbids it, `onForbidden` may select the text instead. */
export function CopyButton(props: ButtonProps & { text: string; onForbidden?: () => void }) {
  const { text, onForbidden, ...button } = props;
  const texts = useTexts().common;
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = window.setTimeout(() => setCopied(false), SAID_MS);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    const done = await copyText(text);
    setCopied(done);
    if (!done) onForbidden?.();
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
      {...button}
      onClick={() => void copy()}
    >
      {copied ? texts.copied : texts.copy}
      <VisuallyHidden role="status">{copied ? texts.copied : ''}</VisuallyHidden>
    </Button>
  );
}

/** A command, a link or a secret in one line with its button. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  const field = useRef<HTMLInputElement>(null);
  const select = (): void => field.current?.select();
  return (
    <div className={css.line}>
      <input
        ref={field}
        className={css.text}
        readOnly
        value={text}
        aria-label={label}
        onFocus={select}
      />
      <CopyButton text={text} onForbidden={select} />
    </div>
  );
}
