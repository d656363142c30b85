import { Anchor, SegmentedControl, Select } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Link, useNavigate } from 'react-router';
import { Page } from '../../components/page.js';
import { LoadingRows } from '../../components/states.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useUnsavedGuard } from '../../shell/unsaved.js';
import { useTexts } from '../../texts/index.js';
import { BenchProvider, useBench } from './context.js';
import { DraftState, DraftTroubles } from './draft-bar.js';
import { FieldsView } from './fields-view.js';
import css from './mappings.module.css';
import { SamplePanel } from './sample-panel.js';
import { ToPreview } from './to-preview.js';
import { type DeskProps, useDesk } from './use-desk.js';

const ActivitiesView = lazy(() =>
  import('./activities-view.js').then((view) => ({ default: view.ActivitiesView })),
);
const ChangesView = lazy(() =>
  import('./changes-view.js').then((view) => ({ default: view.ChangesView })),
);
const WritesView = lazy(() =>
  import('./writes-view.js').then((view) => ({ default: view.WritesView })),
);
const History = lazy(() =>
  import('../publishing/history.js').then((view) => ({ default: view.History })),
);
const YamlEditor = lazy(() => import('../../components/yaml-editor.js'));

const VIEWS = ['fields', 'activities', 'writes', 'yaml', 'changes', 'history'] as const;

/** Forms and text of one draft, with the record that it is tried on beside them. */
export function Desk(props: DeskProps) {
  const { account, object } = props;
  const texts = useTexts().mappings;
  const { bench, record, choose, failure } = useDesk(props);
  const [query, setQuery] = useQueryState({ view: 'fields' });
  useUnsavedGuard(!bench.readOnly && bench.draft.state !== 'saved');
  const beside = query.view === 'fields' || query.view === 'activities';
  // Results are written to persons alone.
  const views = VIEWS.filter((view) => view !== 'writes' || bench.role === 'person');
  return (
    <BenchProvider value={bench}>
      <Page
        above={
          <Anchor component={Link} to="/mappings" size="sm">
            {texts.title}
          </Anchor>
        }
        title={account.objects.find((one) => one.object === object)?.label ?? object}
        description={texts.workbench}
        aside={<DraftState />}
        actions={<DeskActions view={query.view} />}
      >
        <DraftTroubles />
        <div className={css.views}>
          <SegmentedControl
            aria-label={texts.viewsLabel}
            value={query.view}
            onChange={(view) => setQuery({ view }, { push: true })}
            data={views.map((view) => ({ value: view, label: texts.views[view] }))}
          />
        </div>
        <div className={beside ? css.beside : css.alone}>
          <div className={css.main}>
            <Suspense fallback={<LoadingRows rows={10} />}>
              {query.view === 'fields' && <FieldsView />}
              {query.view === 'activities' && <ActivitiesView />}
              {query.view === 'writes' && <WritesView />}
              {query.view === 'yaml' && <YamlView />}
              {query.view === 'changes' && <ChangesView />}
              {query.view === 'history' && (
                <History kind="mapping" name={account.crm} text={bench.inForce} />
              )}
            </Suspense>
          </div>
          {beside && <SamplePanel record={record} onRecord={choose} failure={failure} />}
        </div>
      </Page>
    </BenchProvider>
  );
}

/** Another object, and the way to publishing. */
function DeskActions({ view }: { view: string }) {
  const { account, place } = useBench();
  const texts = useTexts().mappings;
  const navigate = useNavigate();
  return (
    <>
      <Select
        aria-label={texts.switchObject}
        data={account.objects.map((one) => ({ value: one.object, label: one.label }))}
        value={place.object}
        allowDeselect={false}
        w={170}
        onChange={(next) => {
          if (next !== null) void navigate(`/mappings/${account.account}/${next}?view=${view}`);
        }}
      />
      <ToPreview />
    </>
  );
}

function YamlView() {
  const { draft, readOnly } = useBench();
  const texts = useTexts().mappings;
  return (
    <>
      <p className={css.help}>{texts.yamlHelp}</p>
      <div className={css.yaml}>
        <YamlEditor
          label={texts.yamlLabel}
          text={draft.text}
          onChange={draft.setText}
          readOnly={readOnly}
          checked={draft.state === 'saved' ? draft.checked : null}
        />
      </div>
    </>
  );
}
