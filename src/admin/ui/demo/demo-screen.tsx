import { DemoPage } from './components/demo-page.js';
import { ErrorBoundary } from './components/error-boundary.js';

/** The demo's page, outside the app's frame. */
export default function DemoScreen() {
  return (
    <ErrorBoundary>
      <DemoPage />
    </ErrorBoundary>
  );
}
