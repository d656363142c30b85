import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../../texts/index.js';
import { type Json, mapOf } from '../document/model.js';
import { useEditor } from '../state/editor.js';
import css from './parts.module.css';
import { BandTable, GradeTable, ThresholdTable } from './tables.js';

interface Props {
  readonly entry: Json;
  readonly index: number;
  readonly onChange: (entry: Json) => void;
}

/** Thresholds, bands and grades of a segment: each is the model's, or one of its own as a whole. */
export function SegmentTables({ entry, index, onChange }: Props) {
  const { part: texts } = useTexts().model;
  const { model } = useEditor();
  const put = (key: string, value: Json | undefined): void => onChange({ ...entry, [key]: value });
  const own = (key: string, label: string, table: ReactNode) => (
    <Own
      label={label}
      own={entry[key] !== undefined}
      onOwn={(on) => put(key, on ? mapOf(model[key]) : undefined)}
    >
      {table}
    </Own>
  );
  const grades = mapOf(entry.grades);
  return (
    <div className={css.stack}>
      {own(
        'thresholds',
        texts.ownThresholds,
        <ThresholdTable
          value={mapOf(entry.thresholds)}
          onChange={(next) => put('thresholds', next)}
        />,
      )}
      {own(
        'bands',
        texts.ownBands,
        <BandTable
          path={`segments[${index}].bands`}
          value={mapOf(entry.bands)}
          onChange={(next) => put('bands', next)}
        />,
      )}
      {own(
        'grades',
        texts.ownGrades,
        Object.keys(mapOf(model.dimensions)).map((dimension) => (
          <section key={dimension} aria-label={texts.gradesOf(dimension)}>
            <h4 className={css.name}>{texts.gradesOf(dimension)}</h4>
            <GradeTable
              value={mapOf(grades[dimension])}
              onChange={(next) => put('grades', { ...grades, [dimension]: next })}
            />
          </section>
        )),
      )}
    </div>
  );
}

function Own(props: {
  readonly label: string;
  readonly own: boolean;
  readonly onOwn: (own: boolean) => void;
  readonly children: ReactNode;
}) {
  const { label, own, onOwn, children } = props;
  return (
    <section aria-label={label} className={css.own}>
      <Switch
        size="xs"
        label={label}
        checked={own}
        onChange={(event) => onOwn(event.currentTarget.checked)}
      />
      {own && children}
    </section>
  );
}
