import { Skeleton, Tooltip } from '@mantine/core';
import type { Counters as CounterValues } from '../../../api/contract.js';
import { Panel } from '../../components/panel.js';
import { texts } from '../texts.js';
import { AnimatedNumber } from './animated-number.js';
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
  return (
    <Panel title={texts.counters.heading}>
      {counters === null ? (
        <Skeleton height={44} />
      ) : (
        <dl className={`tabular ${css.counters}`}>
          {SHOWN.map((name) => {
            const [label, why] = texts.counters[name];
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
