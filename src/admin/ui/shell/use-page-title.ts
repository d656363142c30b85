import { useEffect } from 'react';
import { useTexts } from '../texts/index.js';

/** The title of the browser's tab while the screen is open. `Page` does it for its own title. */
export function usePageTitle(title: string): void {
  const { product } = useTexts().common;
  useEffect(() => {
    document.title = title === '' ? product : `${title} · ${product}`;
  }, [title, product]);
}
