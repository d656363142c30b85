import './mantine.js';
import './page.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { DemoPage } from './demo/components/demo-page.js';
import { ErrorBoundary } from './demo/components/error-boundary.js';
import { theme, variables } from './theme.js';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <ErrorBoundary>
        <DemoPage />
      </ErrorBoundary>
    </MantineProvider>,
  );
}
