import { Panel } from '../../../components/panel.js';
import { useTexts } from '../../../texts/index.js';
import { mapOf } from '../document/model.js';
import { useEditor } from '../state/editor.js';
import css from './parts.module.css';
import { BandTable, GradeTable, ThresholdTable } from './tables.js';

/** What the points mean: thresholds of stages, bands of the total, grades of the dimensions. */
export function LevelsPart() {
  const { part: texts } = useTexts().model;
  const { model, update } = useEditor();
  const grades = mapOf(model.grades);
  return (
    <div className={css.stack}>
      <Panel title={texts.thresholds}>
        <p className={css.note}>{texts.thresholdsNote}</p>
        <ThresholdTable
          value={mapOf(model.thresholds)}
          onChange={(next) => update(['thresholds'], next)}
        />
      </Panel>
      <Panel title={texts.bands}>
        <BandTable
          path="bands"
          value={mapOf(model.bands)}
          onChange={(next) => update(['bands'], next)}
        />
      </Panel>
      {Object.keys(mapOf(model.dimensions)).map((dimension) => (
        <Panel key={dimension} title={texts.gradesOf(dimension)}>
          <GradeTable
            value={mapOf(grades[dimension])}
            onChange={(next) => update(['grades'], { ...grades, [dimension]: next })}
          />
        </Panel>
      ))}
    </div>
  );
}
