import { useTexts } from '../../texts/index.js';
import type { Part } from './document/parts.js';
import css from './model.module.css';
import { titleOf } from './outline.js';
import { DimensionsPart } from './parts/dimensions-part.js';
import { DisqualifyPart } from './parts/disqualify-part.js';
import { ExamplesPart } from './parts/examples-part.js';
import { GroupsPart } from './parts/groups-part.js';
import { LevelsPart } from './parts/levels-part.js';
import { ListsPart } from './parts/lists-part.js';
import { PopulationPart } from './parts/population-part.js';
import { SegmentsPart } from './parts/segments-part.js';
import { RulesPart } from './rules/rules-part.js';
import { useEditor } from './state/editor.js';

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
      {listed ? (
        <Body part={part} open={open} onOpen={onOpen} />
      ) : (
        <fieldset className={css.bare} disabled={!editable}>
          <Body part={part} open={open} onOpen={onOpen} />
        </fieldset>
      )}
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
