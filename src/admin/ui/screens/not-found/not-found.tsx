import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { Page } from '../../components/page.js';
import { EmptyState } from '../../components/states.js';
import { useTexts } from '../../texts/index.js';

export default function NotFound() {
  const texts = useTexts().shell.notFound;
  return (
    <Page title={texts.title}>
      <EmptyState
        icon="search"
        title={texts.text}
        action={
          <Anchor component={Link} to="/" size="sm">
            {texts.home}
          </Anchor>
        }
      />
    </Page>
  );
}
