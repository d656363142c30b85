import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { texts } from '../texts.js';
import { Notice } from './notice.js';

/** The last resort: an error while drawing shows a sentence instead of an empty page. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Notice title={texts.notice.problem}>
        {texts.notice.crashed}{' '}
        <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
          {texts.notice.reload}
        </Button>
      </Notice>
    );
  }
}
