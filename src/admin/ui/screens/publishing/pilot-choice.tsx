import { MultiSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { type Team, useOwnerChoices } from '../../api/publishing.js';
import { LoadingRows } from '../../components/states.js';
import { useTexts } from '../../texts/index.js';
import { PILOTS, type PilotBy } from './pilot.js';
import type { Choice } from './use-wish.js';

const PilotCondition = lazy(() => import('./pilot-condition.js'));
const PilotList = lazy(() =>
  import('./pilot-condition.js').then((parts) => ({ default: parts.PilotList })),
);

/** Whose leads follow the new version: those of owners or teams, of a list, or of any condition. */
export function PilotChoice(props: {
  readonly choice: Choice;
  readonly teams: readonly Team[];
  /** The draft, which brings its lists. */
  readonly text: string;
}) {
  const texts = useTexts().publishing;
  const { choice, text } = props;
  const { by, owners, teams, leads, change } = choice;
  const narrow = useMediaQuery('(max-width: 600px)');
  const choices = useOwnerChoices();
  const ways = PILOTS.filter((one) => one !== 'teams' || props.teams.length > 0 || by === 'teams');
  const apply = (condition: unknown): void => change({ leads: JSON.stringify(condition) });
  return (
    <>
      <div>
        <SegmentedControl
          size="xs"
          aria-label={texts.pilotBy}
          orientation={narrow ? 'vertical' : 'horizontal'}
          value={by}
          onChange={(next) => change({ by: next as PilotBy, leads: '' })}
          data={ways.map((value) => ({ value, label: texts.pilots[value] }))}
        />
      </div>
      {by === 'owners' && (
        <MultiSelect
          label={texts.owners}
          description={owners.length === 0 ? texts.ownersHint : undefined}
          data={[...(choices.data?.owners ?? [])]}
          value={[...owners]}
          searchable
          onChange={(next) => change({ owners: next })}
        />
      )}
      {by === 'teams' && (
        <MultiSelect
          label={texts.teams}
          description={texts.teamsHint}
          data={props.teams.map(({ name }) => name)}
          value={[...teams]}
          searchable
          onChange={(next) => change({ teams: next })}
        />
      )}
      {/* One for each: else the choice itself waits for the code, and a click shows nothing. */}
      <Suspense key={by} fallback={<LoadingRows rows={1} />}>
        {by === 'list' && <PilotList text={text} leads={leads} onApply={apply} />}
        {by === 'condition' && <PilotCondition text={text} leads={leads} onApply={apply} />}
      </Suspense>
    </>
  );
}
