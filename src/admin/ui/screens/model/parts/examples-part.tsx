import { Button } from '@mantine/core';
import type { ExampleResult } from '../../../../api/contract/models.js';
import { Badge } from '../../../components/badges.js';
import { EmptyState } from '../../../components/states.js';
import { useTexts } from '../../../texts/index.js';
import { entriesOf, mapOf, textOf } from '../document/model.js';
import { holds } from '../live/holds.js';
import css from '../rules/rules.module.css';
import { useEditor, useKnown } from '../state/editor.js';
import { EntryCard } from './entry-card.js';
import { ExampleFacts } from './example-facts.js';
import parts from './parts.module.css';
import { useRemove } from './use-remove.js';

interface Props {
  /** Place of the open one, '' for none. */
  readonly open: string;
  readonly onOpen: (place: string) => void;
}

/** Pinned leads: what must stay true of them, and what the text makes of them now. */
export function ExamplesPart({ open, onOpen }: Props) {
  const { examples } = useTexts().model;
  const { model, update } = useEditor();
  const { check } = useKnown();
  const remove = useRemove('examples');
  const entries = entriesOf(model.examples);
  if (entries.length === 0) {
    return (
      <EmptyState icon="pin" title={examples.none}>
        {examples.noneText}
      </EmptyState>
    );
  }
  return (
    <ul className={css.cards}>
      {entries.map(({ index, entry }) => {
        const result = check?.examples?.[index];
        const name = textOf(entry.name);
        return (
          <EntryCard
            key={index}
            name={name}
            sentence={result ? examples.now(textOf(result.total), textOf(result.band)) : ''}
            path={`examples[${index}]`}
            open={open === String(index)}
            onToggle={() => onOpen(open === String(index) ? '' : String(index))}
            onRemove={() => remove(index, name)}
            side={
              result && (
                <Badge tone={holds(result) ? 'good' : 'bad'}>
                  {holds(result) ? examples.pass : examples.fail}
                </Badge>
              )
            }
          >
            <ExampleFacts example={entry} />
            {result && (
              <Expectations
                result={result}
                onAccept={() =>
                  update(['examples', index, 'expect'], accepted(mapOf(entry.expect), result))
                }
              />
            )}
          </EntryCard>
        );
      })}
    </ul>
  );
}

/** What is expected, with the figures that are true now where they are others. */
function accepted(expect: Readonly<Record<string, unknown>>, { expectations }: ExampleResult) {
  const found = expectations.flatMap(({ key, found: now, holds: ok }) => {
    if (ok) return [];
    return key === 'totalAtLeast' || key === 'totalBelow'
      ? [
          [key, undefined],
          ['total', now],
        ]
      : [[key, now]];
  });
  return { ...expect, ...(Object.fromEntries(found) as Record<string, unknown>) };
}

function Expectations({ result, onAccept }: { result: ExampleResult; onAccept: () => void }) {
  const { examples: texts } = useTexts().model;
  return (
    <>
      <table className={parts.table}>
        <caption>{texts.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.key}</th>
            <th scope="col">{texts.expected}</th>
            <th scope="col">{texts.found}</th>
          </tr>
        </thead>
        <tbody>
          {result.expectations.map(({ key, expected, found, holds: ok }) => (
            <tr key={key} className={ok ? '' : parts.broken}>
              <th scope="row">{key}</th>
              <td>{JSON.stringify(expected)}</td>
              <td>{JSON.stringify(found)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!holds(result) && (
        <Button size="xs" variant="light" w="fit-content" onClick={onAccept}>
          {texts.accept}
        </Button>
      )}
    </>
  );
}
