import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.js';
import { Icon, type IconName } from './icon.js';
import { SaidError } from './said.js';
import css from './states.module.css';

interface EmptyProps {
  readonly icon?: IconName;
  readonly title: string;
  /** What to do so that something is here. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing is here yet, and what to do about it. */
export function EmptyState({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={css.empty}>
      {icon && (
        <span className={css.picture}>
          <Icon name={icon} size={24} />
        </span>
      )}
      <p className={css.title}>{title}</p>
      {children !== undefined && <div className={css.text}>{children}</div>}
      {action}
    </div>
  );
}

interface ErrorProps {
  readonly error: unknown;
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** What went wrong, in the server's own sentence, and a way out. Read out at once. */
export function ErrorState({ error, title, onRetry }: ErrorProps) {
  const texts = useTexts().common;
  return (
    <Problem
      title={title ?? texts.errors.title}
      action={
        onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {texts.retry}
          </Button>
        )
      }
    >
      <SaidError error={error} />
    </Problem>
  );
}

/** A problem in words of our own. */
export function Problem(props: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div role="alert" className={css.error}>
      <span className={css.mark}>
        <Icon name="warning" />
      </span>
      <div className={css.words}>
        <strong>{props.title}</strong>
        <span>{props.children}</span>
      </div>
      {props.action}
    </div>
  );
}

/** Lines in the place of a list that is being read. */
export function LoadingRows({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  const texts = useTexts().common;
  return (
    <div className={css.loading} aria-busy="true">
      <VisuallyHidden>{texts.loading}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all the same
        <Skeleton key={row} height={height} radius={8} />
      ))}
    </div>
  );
}
