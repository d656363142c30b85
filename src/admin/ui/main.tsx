import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './page.css';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.js';
import { SESSION } from './api/session.js';
import { App } from './app.js';
import { firstLanguage, LanguageProvider } from './shell/language.js';
import { Look } from './shell/look.js';
import { loadTexts } from './texts/index.js';

const client = createQueryClient(() => void client.invalidateQueries({ queryKey: SESSION }));

async function start(root: HTMLElement): Promise<void> {
  const language = firstLanguage();
  const texts = await loadTexts(language);
  createRoot(root).render(
    <LanguageProvider first={{ language, texts }}>
      <Look>
        <QueryClientProvider client={client}>
          <Notifications position="bottom-right" />
          <App />
        </QueryClientProvider>
      </Look>
    </LanguageProvider>,
  );
}

const root = document.getElementById('root');
if (root) void start(root);
