import type { ActName, ActRun, ActStep } from '../../../api/contract/demo.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './stopwatch.module.css';

/** The ways of the acts, shown before the first one has gone it. */
const WAYS: Readonly<Record<ActName, readonly ActStep[]>> = {
  'demo-request': ['sent', 'received', 'scored', 'written', 'task'],
  'repeat-and-kill': ['sent', 'received', 'killed', 'restarted', 'caught-up'],
  'campaign-response': ['changed', 'received', 'scored', 'written', 'task'],
  conversion: ['changed', 'received', 'scored', 'written'],
};

interface Milestone {
  readonly step: ActStep;
  readonly times: number;
  /** Of the first time; null while it is not reached. */
  readonly afterMs: number | null;
}

/** How long every step of the last act took, measured on the server. */
export function Stopwatch({ run, first }: { run: ActRun | null; first: ActName | undefined }) {
  const { stopwatch: words, acts, problems } = useTexts().tour;
  const formats = useFormats();
  const milestones = milestonesOf(run, first);
  const last = run?.steps.at(-1);
  const withoutTask =
    run?.state === 'done' &&
    WAYS[run.act].includes('task') &&
    !run.steps.some((step) => step.step === 'task');
  return (
    <section
      aria-label={words.heading}
      className={css.watch}
      data-testid="stopwatch"
      data-state={run?.state ?? 'idle'}
    >
      <div className={css.head}>
        <h3>{words.heading}</h3>
        <p className="tabular">
          {run === null && words.idle}
          {run?.state === 'running' && `${words.running}…`}
          {run?.state === 'failed' && acts.failed}
          {run?.state === 'done' && last && words.total(formats.duration(last.afterMs))}
        </p>
      </div>
      <ol className={css.steps}>
        {milestones.map(({ step, times, afterMs }) => (
          <li
            key={step}
            data-step={step}
            className={`${css.step} ${afterMs === null ? '' : css.reached}`}
          >
            {times > 1 ? words.times(words.steps[step], formats.count(times)) : words.steps[step]}
            <span className={`tabular ${css.time}`}>
              {afterMs === null ? '\u00a0' : formats.duration(afterMs)}
            </span>
          </li>
        ))}
      </ol>
      {run?.verdict && <Verdict verdict={run.verdict} />}
      {withoutTask && <p className={css.note}>{words.again}</p>}
      {run?.problem && (
        <p role="alert" className={css.note}>
          {problems[run.problem.code] ?? run.problem.message}
        </p>
      )}
    </section>
  );
}

function Verdict({ verdict }: { verdict: NonNullable<ActRun['verdict']> }) {
  const words = useTexts().tour.stopwatch.verdict;
  const formats = useFormats();
  const tone = (value: number) => (value === 0 ? css.good : css.bad);
  return (
    <dl className={`tabular ${css.verdict}`} data-testid="verdict">
      {(['sent', 'ignored', 'doubled', 'lost'] as const).map((name) => (
        <div
          key={name}
          className={name === 'doubled' || name === 'lost' ? tone(verdict[name]) : ''}
        >
          <dt>{words[name]}</dt>
          <dd>{formats.count(verdict[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

/** `first`: the act whose way is shown before any was played. */
function milestonesOf(run: ActRun | null, first: ActName | undefined): Milestone[] {
  const shown = run?.act ?? first;
  const expected = shown ? WAYS[shown] : [];
  const reached = new Map<ActStep, Milestone>();
  for (const { step, afterMs } of run?.steps ?? []) {
    const before = reached.get(step);
    reached.set(step, {
      step,
      times: (before?.times ?? 0) + 1,
      afterMs: before?.afterMs ?? afterMs,
    });
  }
  const missing = expected
    .filter((step) => !reached.has(step) && (run === null || run.state === 'running'))
    .map((step) => ({ step, times: 0, afterMs: null }));
  return [...reached.values(), ...missing];
}
