import { Anchor } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import { Link, useParams } from 'react-router';
import { useDocument } from '../../api/draft.js';
import { useMappedAccounts, useMappingLanguage } from '../../api/mappings.js';
import { Page } from '../../components/page.js';
import { EmptyState, ErrorState, LoadingRows } from '../../components/states.js';
import { useTexts } from '../../texts/index.js';
import type { DeskProps } from './use-desk.js';

/** Asked for at once, with the parser of the text, and read while the document is. */
const loading = import('./desk.js').then((desk) => ({ default: desk.Desk }));
const Desk = lazy(() => loading);

/** The mapping of one object of an account: forms and text of one draft, tried on a real record. */
export default function WorkbenchScreen() {
  const params = useParams();
  const texts = useTexts().mappings;
  const accounts = useMappedAccounts();
  const language = useMappingLanguage();
  const account = accounts.data?.items.find((one) => String(one.account) === params.account);
  const object = params.object ?? '';
  const error = accounts.error ?? language.error;
  if (error) {
    const again = (): void => {
      void accounts.refetch();
      void language.refetch();
    };
    return (
      <Waiting>
        <ErrorState error={error} onRetry={again} />
      </Waiting>
    );
  }
  if (!accounts.data || !language.data) return <Waiting />;
  if (!account?.objects.some((one) => one.object === object)) {
    return (
      <Waiting>
        <EmptyState
          icon="mappings"
          title={texts.noObject}
          action={
            <Anchor component={Link} to="/mappings">
              {texts.title}
            </Anchor>
          }
        />
      </Waiting>
    );
  }
  // Another object begins with its own records and lines.
  const key = `${account.account}/${object}`;
  return <Loading key={key} account={account} object={object} language={language.data} />;
}

function Loading(props: Omit<DeskProps, 'loaded'>) {
  const loaded = useDocument('mapping', props.account.crm);
  if (loaded.error) {
    return (
      <Waiting>
        <ErrorState error={loaded.error} onRetry={() => void loaded.refetch()} />
      </Waiting>
    );
  }
  // A document that is read again was published, put back or discarded: what was typed before it is old.
  if (!loaded.data || loaded.isFetching) return <Waiting />;
  return (
    <Suspense fallback={<Waiting />}>
      <Desk {...props} loaded={loaded.data} />
    </Suspense>
  );
}

function Waiting({ children = <LoadingRows /> }: { children?: ReactNode }) {
  return <Page title={useTexts().mappings.title}>{children}</Page>;
}
