import { ActionIcon, Anchor, Button, Select, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readWorkbench, type TriedOn, workbenchKey } from '../../api/mappings.js';
import { Icon } from '../../components/icon.js';
import { Panel } from '../../components/panel.js';
import { When } from '../../components/when.js';
import { useFormats } from '../../shell/language.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { pastedRecord } from './pasted.js';
import { FieldValue, ValueText } from './value-text.js';

interface SamplePanelProps {
  readonly record: TriedOn | null;
  readonly onRecord: (record: TriedOn) => void;
  readonly failure: unknown;
}

/** The record that the mapping is tried on: one of the sample, another one, or pasted values. */
export function SamplePanel({ record, onRecord, failure }: SamplePanelProps) {
  const { workbench, tried } = useBench();
  const texts = useTexts();
  const own = texts.mappings;
  const formats = useFormats();
  const records = workbench?.records ?? [];
  const id = record && 'id' in record ? record.id : null;
  const at = records.findIndex((one) => one.record === id);
  const go = (to: number): void => {
    const next = records[(to + records.length) % records.length];
    if (next) onRecord({ id: next.record });
  };
  const chosen = records[at];
  return (
    <Panel title={own.sample} aside={<ReadAgain />}>
      <div className={css.source}>
        {workbench?.trouble && (
          <p role="alert" className={css.badText}>
            {own.sampleTrouble}: {workbench.trouble}
          </p>
        )}
        {records.length > 0 && (
          <div className={css.line}>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={own.previous}
              onClick={() => go(at - 1)}
            >
              <Icon name="left" size={16} />
            </ActionIcon>
            <Select
              className={css.grow ?? ''}
              aria-label={own.chooseRecord}
              data={records.map(({ record: value, title }) => {
                return { value, label: title === '' ? own.recordId(value) : title };
              })}
              value={id}
              onChange={(value) => value !== null && onRecord({ id: value })}
              searchable
              allowDeselect={false}
            />
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={own.next}
              onClick={() => go(at + 1)}
            >
              <Icon name="right" size={16} />
            </ActionIcon>
          </div>
        )}
        {chosen && (
          <p className={css.help}>
            {own.place(formats.count(at + 1), formats.count(records.length))}
            {' · '}
            {chosen.url !== '' && (
              <Anchor href={chosen.url} target="_blank" rel="noreferrer" size="sm">
                {own.openInCrm}
              </Anchor>
            )}
          </p>
        )}
        <Paste onRecord={onRecord} failed={failure !== null} />
        {tried && <TriedRecord />}
        {workbench?.readAt && (
          <p className={css.help}>
            {own.sampleText(formats.count(records.length))} {own.readAt}{' '}
            <When at={workbench.readAt} />.
          </p>
        )}
      </div>
    </Panel>
  );
}

function ReadAgain() {
  const { place } = useBench();
  const texts = useTexts().mappings;
  const client = useQueryClient();
  const { showError } = useNotify();
  const [busy, setBusy] = useState(false);
  const read = async (): Promise<void> => {
    setBusy(true);
    try {
      client.setQueryData(workbenchKey(place), await readWorkbench(place));
    } catch (thrown) {
      showError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="compact-sm" variant="subtle" loading={busy} onClick={() => void read()}>
      {texts.readAgain}
    </Button>
  );
}

function Paste({ onRecord, failed }: { onRecord: (record: TriedOn) => void; failed: boolean }) {
  const texts = useTexts().mappings;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  if (!open) {
    return (
      <div>
        <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
          {texts.otherRecord}
        </Button>
      </div>
    );
  }
  const take = (): void => {
    const record = pastedRecord(typed);
    setWrong(record === null);
    if (record) onRecord(record);
  };
  return (
    <div className={css.source}>
      <Textarea
        label={texts.otherRecord}
        description={texts.otherRecordHelp}
        autosize
        minRows={2}
        maxRows={10}
        value={typed}
        error={wrong || failed ? texts.badPaste : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button size="compact-sm" variant="default" onClick={take}>
        {texts.tryIt}
      </Button>
    </div>
  );
}

/** What follows from the mapped fields, and what the record says of activities. */
function TriedRecord() {
  const { tried, language } = useBench();
  const texts = useTexts().mappings;
  const formats = useFormats();
  if (!tried) return null;
  const derived = Object.entries(tried.derived);
  return (
    <>
      {derived.length > 0 && (
        <div>
          <h3 className={css.small}>{texts.derivedFields}</h3>
          <dl className={css.pairs}>
            {derived.map(([name, value]) => (
              <div key={name}>
                <dt>{language.fields.find((one) => one.name === name)?.label ?? name}</dt>
                <dd>
                  <FieldValue field={name} value={value} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      <div>
        <h3 className={css.small}>{texts.activitiesOfRecord}</h3>
        {tried.activities.length === 0 ? (
          <p className={css.help}>{texts.noActivitiesOfRecord}</p>
        ) : (
          <ul className={css.acts}>
            {tried.activities.map((one) => (
              <li key={`${one.type} ${one.property} ${one.at}`}>
                <code>{one.type}</code>
                <span className={css.quiet}>{formats.moment(one.at)}</span>
                {Object.entries(one.attributes).map(([name, value]) => (
                  <span key={name} className={css.quiet}>
                    {name}: <ValueText value={value} />
                  </span>
                ))}
              </li>
            ))}
          </ul>
        )}
      </div>
      {tried.leftOut.length > 0 && (
        <p className={css.help}>{texts.leftOut(formats.count(tried.leftOut.length))}</p>
      )}
    </>
  );
}
