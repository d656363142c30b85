import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './page.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.js';
import { SESSION } from './api/session.js';
import { App, createRouter } from './app.js';
import { firstLanguage, LanguageProvider } from './shell/language.js';
import { Look } from './shell/look.js';
import { Notices } from './shell/notices.js';
import { chooseTexts } from './texts/index.js';

const client = createQueryClient(() => void client.invalidateQueries({ queryKey: SESSION }));

async function start(root: HTMLElement): Promise<void> {
  const language = firstLanguage();
  const reading = chooseTexts(language);
  // Begins to read the first screen, while the texts come.
  const router = createRouter();
  const texts = await reading;
  createRoot(root).render(
    <LanguageProvider first={{ language, texts }}>
      <Look>
        <QueryClientProvider client={client}>
          <Notices />
          <App router={router} />
        </QueryClientProvider>
      </Look>
    </LanguageProvider>,
  );
}

const root = document.getElementById('root');
if (root) void start(root);
