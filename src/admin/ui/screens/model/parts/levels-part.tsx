import { ActionIcon, TextInput } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { Panel } from '../../../components/panel.js';
import { useTexts } from '../../../texts/index.js';
import { mapOf, numberOf, textOf } from '../document/model.js';
import { Doubts } from '../rules/doubts.js';
import { useEditor } from '../state/editor.js';
import { AddNamed, MaybeNumber } from './fields.js';
import css from './parts.module.css';

const BAND = /^[A-Za-z0-9][\w -]*$/;
const GRADE = /^[A-Za-z0-9+-]{1,4}$/;

/** What the points mean: thresholds of stages, bands of the total, grades of the dimensions. */
export function LevelsPart() {
  const { part: texts } = useTexts().model;
  const { model, update } = useEditor();
  const thresholds = Object.entries(mapOf(model.thresholds));
  const bands = Object.entries(mapOf(model.bands));
  const grades = mapOf(model.grades);
  const remove = (name: string, path: readonly string[]) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={texts.removeOf(name)}
      onClick={() => update(path, undefined)}
    >
      <Icon name="close" size={14} />
    </ActionIcon>
  );
  return (
    <div className={css.stack}>
      <Panel title={texts.thresholds}>
        <p className={css.note}>{texts.thresholdsNote}</p>
        {thresholds.map(([name, from]) => (
          <div key={name} className={css.row}>
            <MaybeNumber
              label={texts.thresholdOf(name)}
              value={from}
              onChange={(next) => next !== undefined && update(['thresholds', name], next)}
            />
            {thresholds.length > 1 && remove(name, ['thresholds', name])}
          </div>
        ))}
        <AddNamed
          label={texts.newThreshold}
          button={texts.add}
          taken={thresholds.map(([name]) => name)}
          onAdd={(name) => update(['thresholds'], { ...mapOf(model.thresholds), [name]: 100 })}
        />
      </Panel>
      <Panel title={texts.bands}>
        {bands.map(([name, value]) => {
          const from = numberOf(value) ?? mapOf(value).from;
          const action = textOf(mapOf(value).action);
          const put = (nextFrom: unknown, nextAction: string): void =>
            update(
              ['bands', name],
              nextAction === '' ? nextFrom : { from: nextFrom, action: nextAction },
            );
          return (
            <div key={name} className={css.row}>
              <span className={css.name}>{name}</span>
              <MaybeNumber
                label={texts.fromOf(name)}
                value={from}
                onChange={(next) => next !== undefined && put(next, action)}
              />
              <TextInput
                size="xs"
                flex={1}
                miw={180}
                label={texts.actionOf(name)}
                value={action}
                onChange={(event) => put(from, event.currentTarget.value)}
              />
              {bands.length > 1 && remove(name, ['bands', name])}
              <Doubts path={`bands.${name}`} />
            </div>
          );
        })}
        <AddNamed
          label={texts.newBand}
          button={texts.add}
          pattern={BAND}
          taken={bands.map(([name]) => name)}
          onAdd={(name) => update(['bands'], { ...mapOf(model.bands), [name]: 0 })}
        />
      </Panel>
      {Object.keys(mapOf(model.dimensions)).map((dimension) => {
        const table = mapOf(grades[dimension]);
        const letters = Object.entries(table);
        return (
          <Panel key={dimension} title={texts.gradesOf(dimension)}>
            <div className={css.cells}>
              {letters.map(([letter, from]) => (
                <div key={letter} className={css.row}>
                  <MaybeNumber
                    label={texts.fromOf(letter)}
                    value={from}
                    onChange={(next) =>
                      next !== undefined && update(['grades', dimension, letter], next)
                    }
                  />
                  {letters.length > 1 && remove(letter, ['grades', dimension, letter])}
                </div>
              ))}
            </div>
            <AddNamed
              label={texts.newGrade}
              button={texts.add}
              pattern={GRADE}
              taken={letters.map(([letter]) => letter)}
              onAdd={(letter) =>
                update(['grades'], { ...grades, [dimension]: { ...table, [letter]: 0 } })
              }
            />
          </Panel>
        );
      })}
    </div>
  );
}
