import { Button } from '@mantine/core';
import { Panel } from '../../../components/panel.js';
import { useTexts } from '../../../texts/index.js';
import { mapOf } from '../document/model.js';
import { PredicateEditor } from '../predicate/predicate-editor.js';
import { Doubts } from '../rules/doubts.js';
import { useEditor, useKnown } from '../state/editor.js';
import css from './parts.module.css';

const START = { field: 'email', exists: true };

/** Who is scored at all. */
export function PopulationPart() {
  const { part: texts } = useTexts().model;
  const { model, update } = useEditor();
  const { check } = useKnown();
  const population = mapOf(model.population);
  const change = (key: 'include' | 'exclude', value: unknown): void => {
    const { [key]: _former, ...rest } = population;
    const next = value === undefined ? rest : { ...population, [key]: value };
    update(['population'], Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <div className={css.stack}>
      {(['include', 'exclude'] as const).map((key) => (
        <Panel key={key} title={texts[key]}>
          <p className={css.note}>{check?.words?.[key] ?? texts.nobodyLeftOut[key]}</p>
          <Doubts path={`population.${key}`} />
          {population[key] === undefined ? (
            <Button size="xs" variant="light" onClick={() => change(key, START)}>
              {texts.addCondition}
            </Button>
          ) : (
            <PredicateEditor
              value={population[key]}
              onChange={(next) => change(key, next)}
              onRemove={() => change(key, undefined)}
            />
          )}
        </Panel>
      ))}
    </div>
  );
}
