import { SegmentedControl, Select } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { DocumentSummary } from '../../../api/contract/documents.js';
import type { Team } from '../../api/publishing.js';
import { Panel } from '../../components/panel.js';
import { useTexts } from '../../texts/index.js';
import { PilotChoice } from './pilot-choice.js';
import css from './publishing.module.css';
import type { Becoming, Choice, Way } from './use-wish.js';

/** For whom a model is to be, and what it becomes. */
export function Options(props: {
  document: Pick<DocumentSummary, 'state' | 'primary' | 'inForce' | 'name'>;
  choice: Choice;
  teams: readonly Team[];
  /** The draft. */
  text: string;
}) {
  const texts = useTexts().publishing;
  const { document, choice } = props;
  const { way, becoming, change } = choice;
  const narrow = useMediaQuery('(max-width: 600px)');
  const ways: readonly Way[] = document.inForce ? ['all', 'pilot', 'shadow'] : ['all', 'shadow'];
  const becomings: { value: Becoming; label: string }[] = [
    { value: 'stays', label: texts.stays(texts.states[document.state]) },
    ...(document.state === 'live' ? [] : [{ value: 'live' as const, label: texts.becomesLive }]),
    ...(document.primary ? [] : [{ value: 'primary' as const, label: texts.becomesPrimary }]),
  ];
  return (
    <Panel title={texts.how}>
      <div className={css.small}>
        <div>
          <SegmentedControl
            aria-label={texts.how}
            orientation={narrow ? 'vertical' : 'horizontal'}
            value={way}
            onChange={(next) => change({ way: next as Way })}
            data={ways.map((value) => ({ value, label: texts.ways[value] }))}
          />
        </div>
        <p className={css.quiet}>
          {texts.wayTexts[way]}{' '}
          {way === 'shadow' &&
            document.state === 'live' &&
            texts.shadowHint(`${document.name}-next`)}
        </p>
        {way === 'pilot' && <PilotChoice choice={choice} teams={props.teams} text={props.text} />}
        {way === 'all' && becomings.length > 1 && (
          <Select
            label={texts.becomes}
            data={becomings}
            value={becoming}
            allowDeselect={false}
            maw={420}
            onChange={(next) => change({ becoming: (next ?? 'stays') as Becoming })}
          />
        )}
      </div>
    </Panel>
  );
}
