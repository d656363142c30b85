import { TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import type { ListedLead } from '../../../api/contract/lead-shapes.js';
import { useChoices, useLeadCount, useLeads } from '../../api/leads.js';
import { DataTable } from '../../components/data-table.js';
import { Icon } from '../../components/icon.js';
import { Page } from '../../components/page.js';
import { EmptyState, ErrorState } from '../../components/states.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { Chips } from './chips.js';
import { useColumns } from './columns.js';
import { Export } from './export.js';
import { FilterMenu } from './filter-menu.js';
import css from './leads.module.css';
import { DEFAULTS, isDescending, isNarrowed, queryOf, rememberList, sortOf } from './query.js';
import { Views } from './views.js';

const TYPING_MS = 200;

/** j and k go from row to row as the arrow keys do. */
function step(frame: HTMLElement | null, by: 1 | -1): void {
  const links = [...(frame?.querySelectorAll<HTMLElement>('tbody td:first-child > a') ?? [])];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = links[at < 0 ? 0 : at + by];
  next?.focus();
}

/** All leads behind filters, in order, page by page. */
export default function Leads() {
  const { leads: texts } = useTexts();
  const formats = useFormats();
  const [state, setState] = useQueryState(DEFAULTS);
  const query = useMemo(() => queryOf(state), [state]);
  const leads = useLeads(query);
  const count = useLeadCount(query).data;
  const choices = useChoices(query.model).data;
  const columns = useColumns();
  const frame = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const location = useLocation();
  useEffect(() => rememberList(location.search), [location.search]);
  useHotkeys([
    ['/', () => search.current?.focus()],
    ['j', () => step(frame.current, 1)],
    ['k', () => step(frame.current, -1)],
  ]);
  const narrowed = isNarrowed(state);
  return (
    <Page
      title={texts.title}
      description={texts.description}
      aside={
        count && (
          <span role="status" className={`tabular ${css.count}`}>
            {count.exact
              ? texts.count(formats.count(count.count), count.count === 1)
              : texts.about(formats.compact(count.count))}
          </span>
        )
      }
      actions={
        <>
          <Views onOpen={(address) => setState(readAddress(address), { push: true })} />
          <Export query={query} />
        </>
      }
    >
      <search className={css.bar}>
        <SearchField
          ref={search}
          value={state.text}
          onChange={(text) => setState({ text })}
          onDown={() => step(frame.current, 1)}
        />
        <FilterMenu state={state} choices={choices} onChange={setState} />
      </search>
      <Chips state={state} choices={choices} onChange={setState} />
      {leads.error && <ErrorState error={leads.error} onRetry={leads.retry} />}
      {!(leads.error && !leads.rows) && (
        <div ref={frame}>
          <DataTable<ListedLead>
            caption={texts.caption}
            columns={columns}
            rows={leads.rows}
            rowKey={({ id }) => id}
            rowLink={({ id }) => `/leads/${id}`}
            more={leads.more}
            stale={leads.stale}
            sorting={{ by: sortOf(state), descending: isDescending(state) }}
            onSort={({ by, descending }) =>
              setState({
                sort: by,
                order: descending === (by !== 'name') ? '' : descending ? 'desc' : 'asc',
              })
            }
            empty={
              <EmptyState icon="leads" title={narrowed ? texts.empty : texts.nobody}>
                {narrowed ? texts.emptyText : texts.nobodyText}
              </EmptyState>
            }
          />
        </div>
      )}
      <p className={css.hint}>{texts.searchHint}</p>
    </Page>
  );
}

/** A saved view's address; names that the list does not have are left out. */
function readAddress(address: string): typeof DEFAULTS {
  const given = new URLSearchParams(address);
  const entries = Object.entries(DEFAULTS).map(([name, fallback]) => [
    name,
    typeof fallback === 'string' ? (given.get(name) ?? fallback) : given.getAll(name),
  ]);
  return Object.fromEntries(entries) as typeof DEFAULTS;
}

interface SearchFieldProps {
  readonly ref: React.Ref<HTMLInputElement>;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The arrow down goes on to the list. */
  readonly onDown: () => void;
}

/** Typed words are asked for when the typing rests. */
function SearchField({ ref, value, onChange, onDown }: SearchFieldProps) {
  const texts = useTexts().leads;
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback(onChange, TYPING_MS);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      ref={ref}
      type="search"
      className={css.search ?? ''}
      aria-label={texts.search}
      placeholder={texts.search}
      leftSection={<Icon name="search" />}
      value={typed}
      maxLength={200}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        onDown();
      }}
    />
  );
}
