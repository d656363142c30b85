import { Button, SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { TimelineItem } from '../../../api/contract/lead-shapes.js';
import { useCrmName } from '../../api/crm-names.js';
import { useTimeline } from '../../api/leads.js';
import { Panel } from '../../components/panel.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';
import { TimelineEntry } from './timeline-entry.js';

const Chart = lazy(() => import('./timeline-chart.js'));

const KINDS = ['all', 'activity', 'score', 'stage'] as const;
type Kind = (typeof KINDS)[number];

interface TimelineProps {
  readonly lead: string;
  readonly at: string;
  readonly model: string | undefined;
}

/** Activities and changes of score and stage on one axis: as a drawing, and as a list that says the same. */
export function Timeline({ lead, at, model }: TimelineProps) {
  const texts = useTexts().lead.timeline;
  const timeline = useTimeline(lead, model, at);
  const crmName = useCrmName();
  const [kind, setKind] = useState<Kind>('all');
  const { rows, more } = timeline;
  const shown = rows?.filter((item) => kind === 'all' || item.kind === kind);
  return (
    <Panel
      title={texts.title}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={texts.show}
          value={kind}
          onChange={(value) => setKind(value as Kind)}
          data={KINDS.map((value) => ({ value, label: texts.kinds[value] }))}
        />
      }
    >
      {timeline.error && <ErrorState error={timeline.error} onRetry={timeline.retry} />}
      {!rows && !timeline.error && <LoadingRows rows={5} height={32} />}
      {rows && rows.length > 1 && <Drawing items={rows} />}
      {rows?.length === 0 && <p className={css.quiet}>{texts.empty}</p>}
      {rows && rows.length > 0 && shown?.length === 0 && (
        <p className={css.quiet}>{texts.emptyKind}</p>
      )}
      <ol className={css.timeline}>
        {shown?.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries come at the end alone
          <TimelineEntry key={index} item={item} crmName={crmName} />
        ))}
      </ol>
      {rows && rows.length > 0 && (
        <div className={css.foot}>
          {more ? (
            <Button size="compact-sm" variant="default" loading={more.loading} onClick={more.load}>
              {texts.older}
            </Button>
          ) : (
            <span className={css.quiet}>{texts.end}</span>
          )}
        </div>
      )}
    </Panel>
  );
}

function Drawing({ items }: { items: readonly TimelineItem[] }) {
  const texts = useTexts().lead.timeline;
  const formats = useFormats();
  const first = items.at(-1);
  const last = items[0];
  const score = items.find((item) => item.kind === 'score');
  const acts = items.filter((item) => item.kind === 'activity').length;
  if (!first || !last || first.at === last.at) return null;
  const label = texts.chartText(
    score?.kind === 'score' && score.total !== null ? formats.points(score.total) : '–',
    formats.date(first.at),
    formats.date(last.at),
    formats.count(acts),
  );
  return (
    <div role="img" aria-label={label} className={css.chart}>
      <Suspense fallback={null}>
        <Chart items={items} />
      </Suspense>
    </div>
  );
}
