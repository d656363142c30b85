import { Tooltip } from '@mantine/core';
import { useId } from 'react';
import type { AccountInfo, CrmRecord } from '../../../api/contract/demo.js';
import { useTexts } from '../../texts/index.js';
import { PropertyList } from './property-list.js';
import css from './record-card.module.css';
import { TaskCard } from './task-card.js';

interface RecordCardProps {
  readonly record: CrmRecord;
  readonly account: AccountInfo;
}

/** The record as the simulated CRM has it, and labelled so. */
export function RecordCard({ record, account }: RecordCardProps) {
  const id = useId();
  const words = useTexts().tour.record;
  const theirs = record.properties.filter((property) => !property.ours);
  const ours = record.properties.filter((property) => property.ours);
  const place = [record.jobTitle, record.company].filter(Boolean).join(', ');
  return (
    <section aria-labelledby={id} className={css.frame} data-testid="record">
      <div className={css.strip}>
        <Tooltip label={words.simulatedWhy} withArrow>
          <h2 id={id}>{words.simulated(account.crm)}</h2>
        </Tooltip>
        <span>
          {account.name} · {record.object} {record.id}
        </span>
      </div>
      <div className={css.body}>
        <div className={css.person}>
          <span className={css.avatar} aria-hidden="true">
            {initials(record.name)}
          </span>
          <div>
            <h3>{record.name}</h3>
            {place && <p>{place}</p>}
            <p>
              {words.owner}: {record.owner ?? words.nobody}
            </p>
          </div>
        </div>
        <PropertyList properties={theirs} />
        {ours.length > 0 && (
          <>
            <Tooltip label={words.writtenWhy} position="top-start" withArrow>
              <h3 className={css.group}>{words.written}</h3>
            </Tooltip>
            <PropertyList properties={ours} />
          </>
        )}
        <h3 className={css.group}>{words.tasks}</h3>
        <div className={css.tasks}>
          {record.tasks.length === 0 && <p className={css.none}>{words.noTasks}</p>}
          {record.tasks.map((task) => (
            <TaskCard key={task.id} task={task} />
          ))}
        </div>
        <p className={css.how}>{words.connected[account.news](account.crm)}</p>
      </div>
    </section>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => (word ? ([...word][0] ?? '') : ''))
    .join('')
    .toUpperCase();
}
