import { Button, Select } from '@mantine/core';
import type { Mover, Preview } from '../../../api/contract/previews.js';
import { type MoverQuery, moversUrl, useMovers } from '../../api/publishing.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Icon } from '../../components/icon.js';
import { Panel } from '../../components/panel.js';
import { EmptyState, ErrorState } from '../../components/states.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { Change } from './change.js';
import css from './publishing.module.css';

const CHANGES = ['score', 'grade', 'band', 'stage'] as const;

/** The leads that change: before and after, narrowed by what changes, as a file. */
export function Movers({ preview }: { preview: Preview }) {
  const texts = useTexts().publishing;
  return (
    <Panel title={texts.movers}>
      {preview.figures?.exact ? (
        <List preview={preview.id} />
      ) : (
        <p className={css.quiet}>{texts.waitForExact}</p>
      )}
    </Panel>
  );
}

function List({ preview }: { preview: string }) {
  const { publishing: texts, common } = useTexts();
  const formats = useFormats();
  const [query, change] = useQueryState({ change: '', direction: '' });
  const filter: MoverQuery = {
    change: CHANGES.find((one) => one === query.change),
    direction: (['up', 'down'] as const).find((one) => one === query.direction),
  };
  const movers = useMovers(preview, filter);
  const stages: Readonly<Record<string, string>> = common.stages;
  const stageOf = (stage: string | null | undefined): string | null =>
    stage == null ? null : (stages[stage] ?? stage);
  const points = (total: number | null | undefined): string | null =>
    total == null ? null : formats.points(total);
  const columns: Column<Mover>[] = [
    {
      key: 'lead',
      header: texts.lead,
      cell: ({ lead, name, email }) => name ?? email ?? texts.unnamed(formats.count(lead)),
    },
    { key: 'company', header: texts.owner, hide: 'tablet', cell: ({ owner }) => owner ?? '–' },
    {
      key: 'score',
      header: common.score,
      numeric: true,
      cell: ({ before, after }) => (
        <Change before={points(before?.total)} after={points(after.total)} />
      ),
    },
    {
      key: 'grade',
      header: common.grade,
      hide: 'phone',
      cell: ({ before, after }) => <Change before={before?.grade ?? null} after={after.grade} />,
    },
    {
      key: 'band',
      header: common.band,
      hide: 'phone',
      cell: ({ before, after }) => <Change before={before?.band ?? null} after={after.band} />,
    },
    {
      key: 'stage',
      header: common.stage,
      cell: ({ before, after }) => (
        <Change before={stageOf(before?.stage)} after={stageOf(after.stage)} />
      ),
    },
  ];
  return (
    <div className={css.small}>
      <div className={css.line}>
        <Select
          aria-label={texts.change}
          data={[
            { value: '', label: texts.anyChange },
            ...CHANGES.map((value) => ({ value, label: texts.changed[value] })),
          ]}
          value={query.change}
          allowDeselect={false}
          onChange={(next) => change({ change: next ?? '' })}
        />
        <Select
          aria-label={texts.direction}
          data={[
            { value: '', label: texts.anyDirection },
            { value: 'up', label: texts.up },
            { value: 'down', label: texts.down },
          ]}
          value={query.direction}
          allowDeselect={false}
          onChange={(next) => change({ direction: next ?? '' })}
        />
        {(['csv', 'ndjson'] as const).map((format) => (
          <Button
            key={format}
            component="a"
            href={moversUrl(preview, filter, format)}
            download
            variant="default"
            leftSection={<Icon name="download" size={15} />}
          >
            {texts[format]}
          </Button>
        ))}
      </div>
      {movers.error ? (
        <ErrorState error={movers.error} onRetry={movers.retry} />
      ) : (
        <DataTable
          caption={texts.moversCaption}
          columns={columns}
          rows={movers.rows}
          rowKey={({ lead }) => String(lead)}
          rowLink={({ lead }) => `/leads/${lead}`}
          more={movers.more}
          stale={movers.stale}
          empty={<EmptyState icon="leads" title={texts.noMovers} />}
        />
      )}
    </div>
  );
}
