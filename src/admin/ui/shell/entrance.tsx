import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { Brand } from '../components/brand.js';
import { isLanguage, LANGUAGES, useTexts } from '../texts/index.js';
import css from './entrance.module.css';
import { useLanguage } from './language.js';
import { usePageTitle } from './use-page-title.js';

/** Around the screens for those who are not signed in: one card in the middle. */
export function Entrance(props: { title: string; description?: ReactNode; children: ReactNode }) {
  const texts = useTexts().shell;
  const { language, choose } = useLanguage();
  usePageTitle(props.title);
  return (
    <div className={css.entrance}>
      <Brand />
      <main className={css.card}>
        <h1 className={css.title}>{props.title}</h1>
        {props.description !== undefined && <p className={css.text}>{props.description}</p>}
        {props.children}
      </main>
      <SegmentedControl
        size="xs"
        aria-label={texts.language}
        value={language}
        onChange={(value) => isLanguage(value) && choose(value)}
        data={LANGUAGES.map((value) => ({ value, label: texts.languages[value] }))}
      />
    </div>
  );
}
