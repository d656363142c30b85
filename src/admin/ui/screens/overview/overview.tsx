import { SimpleGrid, Tooltip } from '@mantine/core';
import { useLive, useOverview } from '../../api/overview.js';
import { Badge } from '../../components/badges.js';
import { Page } from '../../components/page.js';
import { Panel } from '../../components/panel.js';
import { EmptyState, ErrorState, LoadingRows } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { Bars } from './bars.js';
import { Distribution } from './distribution.js';
import { Feed } from './feed.js';
import { Health } from './health.js';
import { Tiles } from './tiles.js';

/** How all leads stand, what is new and whether everything runs. */
export default function Overview() {
  const { overview: texts, common } = useTexts();
  const formats = useFormats();
  const overview = useOverview();
  const live = useLive();
  const { data } = overview;
  return (
    <Page
      title={texts.title}
      {...(data && {
        description: texts.description(data.model.name, String(data.model.version)),
      })}
      aside={
        <Tooltip label={live ? texts.liveText : texts.pollingText} withArrow>
          <span>
            <Badge tone={live ? 'good' : 'plain'}>{live ? texts.live : texts.polling}</Badge>
          </span>
        </Tooltip>
      }
    >
      {overview.error && (
        <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {!data && !overview.error && <LoadingRows rows={5} height={96} />}
      {data && data.scored === 0 && (
        <EmptyState icon="leads" title={texts.empty}>
          {texts.emptyText}
        </EmptyState>
      )}
      {data && (
        <>
          <Tiles overview={data} />
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <Panel title={texts.bands}>
              <Bars
                label={texts.bands}
                bars={data.bands.map(({ band, count, action }) => ({
                  key: band,
                  name: band,
                  note: action,
                  count,
                  to: `/leads?band=${encodeURIComponent(band)}`,
                }))}
              />
            </Panel>
            <Panel title={texts.stages}>
              <Bars
                label={texts.stages}
                bars={data.stages.map(({ stage, count }) => ({
                  key: stage,
                  name: common.stages[stage],
                  note: null,
                  count,
                  to: `/leads?stage=${stage}`,
                }))}
              />
            </Panel>
            <Panel title={texts.distribution} aside={texts.asOf(formats.time(data.at))}>
              <Distribution steps={data.distribution} thresholds={data.thresholds} />
            </Panel>
            <Feed />
          </SimpleGrid>
        </>
      )}
      <Health />
    </Page>
  );
}
