import { useLeadWrites } from '../../api/leads.js';
import { Badge, type Tone } from '../../components/badges.js';
import { Panel } from '../../components/panel.js';
import { LoadingRows } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';

const TONES: Readonly<Record<string, Tone>> = { open: 'good', parked: 'bad', unknown: 'warn' };

/** The tasks that came of the lead. */
export function Tasks({ lead }: { lead: string }) {
  const texts = useTexts().lead.tasks;
  const { data, error } = useLeadWrites(lead);
  if (error) return null;
  return (
    <Panel title={texts.title}>
      {!data && <LoadingRows rows={1} />}
      {data?.tasks.length === 0 && <p className={css.quiet}>{texts.none}</p>}
      <ul className={css.moves}>
        {data?.tasks.map((task) => (
          <li key={`${task.trigger}/${task.createdAt}`}>
            <span className={css.moveHead}>
              <strong>{task.subject}</strong>
              <Badge tone={TONES[task.state] ?? 'plain'}>{texts.states[task.state]}</Badge>
            </span>
            <span className={css.quiet}>
              {task.owner?.name ?? texts.nobody} · <When at={task.createdAt} />
              {task.dueAt && (
                <>
                  {' · '}
                  {texts.due} <When at={task.dueAt} />
                </>
              )}
            </span>
            {task.reason && <span className={css.quiet}>{task.reason}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
