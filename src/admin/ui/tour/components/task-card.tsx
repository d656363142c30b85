import type { CrmTask } from '../../../api/contract/demo.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './task-card.module.css';

/** A task on the record, with its reasons as the owner reads them. */
export function TaskCard({ task }: { task: CrmTask }) {
  const words = useTexts().tour.record;
  const formats = useFormats();
  const rest = [
    task.owner ?? words.nobody,
    task.dueAt && words.due(formats.moment(task.dueAt)),
    task.done && words.taskDone,
  ].filter(Boolean);
  return (
    <article className={css.task} data-testid="task">
      <h4 className={css.title}>{task.title}</h4>
      <p className={css.meta}>
        {task.priority !== 'none' && (
          <>
            <span className={task.priority === 'high' ? css.high : ''}>
              {words.priority[task.priority]}
            </span>
            {' · '}
          </>
        )}
        {rest.join(' · ')}
      </p>
      <ul className={css.lines}>
        {task.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no other identity
          <li key={index}>{line}</li>
        ))}
      </ul>
    </article>
  );
}
