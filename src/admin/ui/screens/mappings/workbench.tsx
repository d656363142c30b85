import { Anchor, Button, SegmentedControl, Select } from '@mantine/core';
import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { MappedAccount, MappingLanguage } from '../../../api/contract/mappings.js';
import { type LoadedDocument, useDocument, useDraft } from '../../api/draft.js';
import {
  type Place,
  type TriedOn,
  useMappedAccounts,
  useMappingLanguage,
  useTried,
  useWorkbench,
} from '../../api/mappings.js';
import { Icon } from '../../components/icon.js';
import { Page } from '../../components/page.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useMay } from '../../shell/session.js';
import { useUnsavedGuard } from '../../shell/unsaved.js';
import { useTexts } from '../../texts/index.js';
import { editText, plainValue, updateText } from '../model/document/edit.js';
import { History } from '../publishing/history.js';
import { ActivitiesView } from './activities-view.js';
import { ChangesView } from './changes-view.js';
import { type Bench, BenchProvider } from './context.js';
import { DraftState, DraftTroubles } from './draft-bar.js';
import { FieldsView } from './fields-view.js';
import css from './mappings.module.css';
import { SamplePanel } from './sample-panel.js';
import { WritesView } from './writes-view.js';

const YamlEditor = lazy(() => import('../../components/yaml-editor.js'));

/** The mapping of one object of an account: forms and text of one draft, tried on a real record. */
export default function WorkbenchScreen() {
  const params = useParams();
  const texts = useTexts().mappings;
  const accounts = useMappedAccounts();
  const language = useMappingLanguage();
  const account = accounts.data?.items.find((one) => String(one.account) === params.account);
  const error = accounts.error ?? language.error;
  if (error) {
    return (
      <Page title={texts.title}>
        <ErrorState error={error} onRetry={() => void accounts.refetch()} />
      </Page>
    );
  }
  if (!accounts.data || !language.data) {
    return (
      <Page title={texts.title}>
        <LoadingRows />
      </Page>
    );
  }
  const object = params.object ?? '';
  if (!account?.objects.some((one) => one.object === object)) {
    return (
      <Page title={texts.title}>
        <p>{texts.empty}</p>
        <Anchor component={Link} to="/mappings">
          {texts.title}
        </Anchor>
      </Page>
    );
  }
  return <Loading key={account.crm} account={account} object={object} language={language.data} />;
}

interface LoadingProps {
  readonly account: MappedAccount;
  readonly object: string;
  readonly language: MappingLanguage;
}

function Loading(props: LoadingProps) {
  const { title } = useTexts().mappings;
  const loaded = useDocument('mapping', props.account.crm);
  if (loaded.error) {
    return (
      <Page title={title}>
        <ErrorState error={loaded.error} onRetry={() => void loaded.refetch()} />
      </Page>
    );
  }
  if (!loaded.data || loaded.isFetching) {
    return (
      <Page title={title}>
        <LoadingRows />
      </Page>
    );
  }
  return <Workbench {...props} loaded={loaded.data} />;
}

function Workbench({
  account,
  object,
  language,
  loaded,
}: LoadingProps & { loaded: LoadedDocument }) {
  const texts = useTexts().mappings;
  const navigate = useNavigate();
  const readOnly = !useMay('editor');
  const place: Place = { account: account.account, object };
  const draft = useDraft(loaded, !readOnly);
  const { data: workbench = null } = useWorkbench(place);
  const [query, setQuery] = useQueryState({ view: 'fields', record: '' });
  const [pasted, setPasted] = useState<TriedOn | null>(null);
  const id = query.record === '' ? workbench?.records[0]?.record : query.record;
  const record = pasted ?? (id === undefined ? null : { id });
  useUnsavedGuard(!readOnly && draft.state !== 'saved');

  const present = useMemo(() => plainValue(draft.text), [draft.text]);
  const last = useRef(present);
  useEffect(() => {
    if (present !== undefined) last.current = present;
  }, [present]);
  const settled = useDeferredValue(draft.text);
  const tried = useTried(place, settled, record);

  const bench: Bench = {
    place,
    account,
    role: account.objects.find((one) => one.object === object)?.role ?? 'person',
    language,
    workbench,
    property: (name) => workbench?.properties.find((one) => one.name === name),
    draft,
    inForce: loaded.text ?? '',
    document: present ?? last.current,
    readOnly,
    tried: record === null ? null : (tried.data ?? null),
    edit: (path, value) => draft.setText(updateText(withParents(draft.text, path), path, value)),
    change: (make) => draft.setText(make(draft.text)),
    problemsAt: (path) =>
      (draft.checked?.problems ?? []).filter(
        (one) =>
          one.path === path || one.path.startsWith(`${path}.`) || one.path.startsWith(`${path}[`),
      ),
  };
  // Results are written to persons alone.
  const views = (['fields', 'activities', 'writes', 'yaml', 'changes', 'history'] as const).filter(
    (view) => view !== 'writes' || bench.role === 'person',
  );
  const beside = query.view === 'fields' || query.view === 'activities';
  const label = account.objects.find((one) => one.object === object)?.label ?? object;

  return (
    <BenchProvider value={bench}>
      <Page
        above={
          <Anchor component={Link} to="/mappings" size="sm">
            {texts.title}
          </Anchor>
        }
        title={label}
        description={texts.workbench}
        aside={<DraftState />}
        actions={
          <>
            <Select
              aria-label={texts.switchObject}
              data={account.objects.map((one) => ({ value: one.object, label: one.label }))}
              value={object}
              allowDeselect={false}
              w={170}
              onChange={(next) => {
                if (next === null) return;
                setPasted(null);
                void navigate(`/mappings/${account.account}/${next}?view=${query.view}`);
              }}
            />
            <Button
              component={Link}
              to={`/publishing/mapping/${account.crm}`}
              leftSection={<Icon name="publishing" size={16} />}
            >
              {texts.publish}
            </Button>
          </>
        }
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
            {query.view === 'fields' && <FieldsView />}
            {query.view === 'activities' && <ActivitiesView />}
            {query.view === 'writes' && <WritesView />}
            {query.view === 'yaml' && (
              <>
                <p className={css.help}>{texts.yamlHelp}</p>
                <div className={css.yaml}>
                  <Suspense fallback={<LoadingRows rows={10} />}>
                    <YamlEditor
                      label={texts.yamlLabel}
                      text={draft.text}
                      onChange={draft.setText}
                      readOnly={readOnly}
                      checked={draft.state === 'saved' ? draft.checked : null}
                    />
                  </Suspense>
                </div>
              </>
            )}
            {query.view === 'changes' && <ChangesView />}
            {query.view === 'history' && (
              <History kind="mapping" name={account.crm} text={bench.inForce} />
            )}
          </div>
          {beside && (
            <SamplePanel
              record={record}
              failure={pasted === null ? null : (tried.error ?? null)}
              onRecord={(next) => {
                if ('id' in next) setQuery({ record: next.id });
                setPasted(
                  'id' in next && workbench?.records.some((one) => one.record === next.id)
                    ? null
                    : next,
                );
              }}
            />
          )}
        </div>
      </Page>
    </BenchProvider>
  );
}

/** The text with the maps above a path that are not there yet: an object that was never mapped. */
function withParents(text: string, path: readonly (string | number)[]): string {
  let whole = text;
  for (let depth = 1; depth < path.length; depth += 1) {
    const parent = path.slice(0, depth);
    const there = parent.reduce<unknown>(
      (inner, key) => (inner as Record<string | number, unknown> | null | undefined)?.[key],
      plainValue(whole),
    );
    if (there === undefined || there === null) {
      const missing = path
        .slice(depth, -1)
        .reduceRight<unknown>((inner, key) => ({ [key]: inner }), {});
      whole = editText(whole, [{ kind: 'set', path: parent, value: missing }]);
      break;
    }
  }
  return whole;
}
