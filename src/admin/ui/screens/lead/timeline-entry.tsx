import type { TimelineItem } from '../../../api/contract/lead-shapes.js';
import { BandBadge, GradeBadge, StageBadge } from '../../components/badges.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';
import { typeName } from './timeline-words.js';

type Of<K extends TimelineItem['kind']> = Extract<TimelineItem, { kind: K }>;

interface EntryProps {
  readonly item: TimelineItem;
  readonly crmName: (crm: string) => string;
}

/** One thing that happened, in words. What the CRM said of it is text. */
export function TimelineEntry({ item, crmName }: EntryProps) {
  const formats = useFormats();
  return (
    <li className={css.event} data-kind={item.kind}>
      <time dateTime={item.at} className={`tabular ${css.eventAt}`}>
        {formats.moment(item.at)}
      </time>
      <span className={css.eventWords}>
        {item.kind === 'activity' && <ActivityWords item={item} crmName={crmName} />}
        {item.kind === 'score' && <ScoreWords item={item} />}
        {item.kind === 'stage' && <StageWords item={item} />}
      </span>
    </li>
  );
}

function ActivityWords({ item, crmName }: EntryProps & { item: Of<'activity'> }) {
  const texts = useTexts().lead.timeline;
  const said = Object.entries(item.attributes)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${texts.attributes[name] ?? name}: ${value}`);
  return (
    <>
      <strong>{typeName(item.type, texts.types)}</strong>
      <span className={css.quiet}>{[...said, texts.via(crmName(item.crm))].join(' · ')}</span>
    </>
  );
}

function ScoreWords({ item }: { item: Of<'score'> }) {
  const texts = useTexts().lead.timeline;
  const formats = useFormats();
  const { total, before, grade, band, version } = item;
  const words =
    total === null
      ? texts.unscored
      : before === null
        ? texts.scored(formats.points(total))
        : before === total
          ? texts.same(formats.points(total))
          : texts.rose(formats.points(before), formats.points(total));
  return (
    <>
      <strong className="tabular">{words}</strong>
      <span className={css.badges}>
        <GradeBadge grade={grade} />
        <BandBadge band={band} />
      </span>
      <span className={css.quiet}>{texts.version(formats.count(version))}</span>
    </>
  );
}

function StageWords({ item }: { item: Of<'stage'> }) {
  const { lead, common } = useTexts();
  const texts = lead.timeline;
  const before = item.from && texts.from(common.stages[item.from]);
  const by = lead.stages.by[item.by] ?? lead.stages.rule(item.by);
  return (
    <>
      <strong>
        {texts.stage(common.stages[item.to])} <StageBadge stage={item.to} />
      </strong>
      <span className={css.quiet}>
        {[item.why, by, before, item.quiet && texts.quiet].filter(Boolean).join(' · ')}
      </span>
    </>
  );
}
