import { Tabs } from '@mantine/core';
import { useModelSample } from '../../../api/models.js';
import { Panel } from '../../../components/panel.js';
import { ErrorState, LoadingRows } from '../../../components/states.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';
import { useEditor, useKnown } from '../state/editor.js';
import { useSettled } from '../state/use-settled.js';
import { Examples } from './examples.js';
import { holds } from './holds.js';
import { Issues } from './issues.js';
import css from './live.module.css';
import { Sample } from './sample.js';
import { usePin } from './use-pin.js';

interface Props {
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly onPath: (path: string) => void;
}

/** Of what somebody is typing, milliseconds. */
const PAUSE = 200;

/** What the text does to real leads, to the pinned ones, and what speaks against it, while it is written. */
export function LivePanel({ tab, onTab, onPath }: Props) {
  const { live: texts } = useTexts().model;
  const formats = useFormats();
  const { name, text } = useEditor();
  const { check } = useKnown();
  const pin = usePin(() => onTab('examples'));
  const sound = check !== undefined && check.problems.length === 0;
  const settled = useSettled(text, PAUSE);
  const sample = useModelSample(name, settled, sound);
  const issues = check ? check.problems.length + check.warnings.length + check.notSetUp.length : 0;
  const broken = (check?.examples ?? []).filter((one) => !holds(one)).length;
  const count = (number: number, tone: string | undefined) =>
    number > 0 && <span className={`${css.badge} ${tone}`}>{formats.count(number)}</span>;
  return (
    <Panel title={texts.title} className={css.panel}>
      <Tabs value={tab} onChange={(next) => onTab(next ?? 'sample')} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="sample">{texts.sample}</Tabs.Tab>
          <Tabs.Tab value="examples" rightSection={count(broken, css.problem)}>
            {texts.examples}
          </Tabs.Tab>
          <Tabs.Tab value="issues" rightSection={count(issues, sound ? css.warning : css.problem)}>
            {texts.issues}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sample" pt="sm">
          {sample.error && (
            <ErrorState error={sample.error} onRetry={() => void sample.refetch()} />
          )}
          {!sound && check && <p className={css.note}>{texts.broken}</p>}
          {sample.data ? (
            <Sample
              sample={sample.data}
              stale={sample.isPlaceholderData || !sound}
              onPin={(lead) => pin(lead)}
            />
          ) : (
            !sample.error && (sound || !check) && <LoadingRows rows={5} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="examples" pt="sm">
          {check ? (
            <Examples examples={check.examples} onOpen={(place) => onPath(`examples[${place}]`)} />
          ) : (
            <LoadingRows rows={2} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="issues" pt="sm">
          {check ? <Issues check={check} onPath={onPath} /> : <LoadingRows rows={2} />}
        </Tabs.Panel>
      </Tabs>
    </Panel>
  );
}
