import { Navigate, useLocation } from 'react-router';
import { isApiError } from '../api/error.js';
import { Page } from '../components/page.js';
import { ErrorState, LoadingRows } from '../components/states.js';
import { useTexts } from '../texts/index.js';
import { useStoriesQuery } from './api/story.js';

/** Opens the page of the first story's lead, once she has her first score. */
export default function TourStart() {
  const texts = useTexts().tour;
  const { search } = useLocation();
  const { data, error } = useStoriesQuery();
  const [first] = data ?? [];
  if (first) return <Navigate to={`/leads/${first.lead}${search}`} replace />;
  return (
    <Page title={texts.loading}>
      {error && !isApiError(error, 'not-ready') && <ErrorState error={error} />}
      <LoadingRows rows={4} height={140} />
    </Page>
  );
}
