import { Skeleton, Tooltip } from '@mantine/core';
import type { Counters as CounterValues } from '../../../api/contract/demo.js';
import { AnimatedNumber } from '../../components/animated-number.js';
import { Panel } from '../../components/panel.js';
import { useTexts } from '../../texts/index.js';
import css from './counters.module.css';

const SHOWN = [
  'deliveriesReceived',
  'changes',
  'scores',
  'writeBacks',
  'tasks',
  'apiCalls',
  'duplicatesIgnored',
  'workerRestarts',
  'waiting',
] as const satisfies readonly (keyof CounterValues)[];

/** What has happened since the demo started. */
export function Counters({ counters }: { counters: CounterValues | null }) {
  const texts = useTexts().tour.counters;
  return (
    <Panel title={texts.heading}>
      {counters === null ? (
        <Skeleton height={44} />
      ) : (
        <dl className={`tabular ${css.counters}`}>
          {SHOWN.map((name) => {
            const [label, why] = texts[name];
            return (
              <Tooltip key={name} label={why} withArrow openDelay={300}>
                <div className={css.counter} data-counter={name} data-value={counters[name]}>
                  <dt>{label}</dt>
                  <dd>
                    <AnimatedNumber value={counters[name]} />
                  </dd>
                </div>
              </Tooltip>
            );
          })}
        </dl>
      )}
    </Panel>
  );
}
