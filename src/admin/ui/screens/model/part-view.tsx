import { lazy, Suspense } from 'react';
import { LoadingRows } from '../../components/states.js';
import { useTexts } from '../../texts/index.js';
import type { Part } from './document/parts.js';
import css from './model.module.css';
import { titleOf } from './outline.js';
import { RulesPart } from './rules/rules-part.js';
import { useEditor } from './state/editor.js';

// The rules are seen first; forms of the other parts come when they are opened.
const DimensionsPart = lazy(() =>
  import('./parts/dimensions-part.js').then((part) => ({ default: part.DimensionsPart })),
);
const DisqualifyPart = lazy(() =>
  import('./parts/disqualify-part.js').then((part) => ({ default: part.DisqualifyPart })),
);
const ExamplesPart = lazy(() =>
  import('./parts/examples-part.js').then((part) => ({ default: part.ExamplesPart })),
);
const GroupsPart = lazy(() =>
  import('./parts/groups-part.js').then((part) => ({ default: part.GroupsPart })),
);
const LevelsPart = lazy(() =>
  import('./parts/levels-part.js').then((part) => ({ default: part.LevelsPart })),
);
const ListsPart = lazy(() =>
  import('./parts/lists-part.js').then((part) => ({ default: part.ListsPart })),
);
const PopulationPart = lazy(() =>
  import('./parts/population-part.js').then((part) => ({ default: part.PopulationPart })),
);
const SegmentsPart = lazy(() =>
  import('./parts/segments-part.js').then((part) => ({ default: part.SegmentsPart })),
);

interface Props {
  readonly part: Part;
  /** Which entry is open: a rule's id, an example's place. */
  readonly open: string;
  readonly onOpen: (id: string) => void;
}

/** One part of the model in the middle of the screen. */
export function PartView({ part, open, onOpen }: Props) {
  const { part: texts } = useTexts().model;
  const { editable } = useEditor();
  const listed =
    part.startsWith('rules:') ||
    part === 'disqualify' ||
    part === 'segments' ||
    part === 'examples';
  return (
    <section aria-label={titleOf(part, texts)} className={css.view}>
      <h2 className={css.heading}>{titleOf(part, texts)}</h2>
      <Suspense fallback={<LoadingRows />}>
        {listed ? (
          <Body part={part} open={open} onOpen={onOpen} />
        ) : (
          <fieldset className={css.bare} disabled={!editable}>
            <Body part={part} open={open} onOpen={onOpen} />
          </fieldset>
        )}
      </Suspense>
    </section>
  );
}

function Body({ part, open, onOpen }: Props) {
  switch (part) {
    case 'population':
      return <PopulationPart />;
    case 'dimensions':
      return <DimensionsPart />;
    case 'groups':
      return <GroupsPart />;
    case 'disqualify':
      return <DisqualifyPart open={open} onOpen={onOpen} />;
    case 'levels':
      return <LevelsPart />;
    case 'segments':
      return <SegmentsPart open={open} onOpen={onOpen} />;
    case 'lists':
      return <ListsPart />;
    case 'examples':
      return <ExamplesPart open={open} onOpen={onOpen} />;
    default:
      return <RulesPart dimension={part.slice('rules:'.length)} rule={open} onRule={onOpen} />;
  }
}
