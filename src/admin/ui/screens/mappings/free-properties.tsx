import { Button } from '@mantine/core';
import { useState } from 'react';
import type { WorkbenchProperty } from '../../../api/contract/mappings.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { EmptyState } from '../../components/states.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { PropertyName } from './property-name.js';
import { objectPart, propertiesOf } from './shapes.js';

const PAGE = 50;

/** Properties that no field reads, the fullest first. */
export function FreeProperties(props: { search: string; onMap: (name: string) => void }) {
  const { document, place, workbench, readOnly } = useBench();
  const texts = useTexts().mappings;
  const [shown, setShown] = useState(PAGE);
  const used = new Set(
    Object.values(objectPart(document, place.object).fields).flatMap((one) => [
      ...propertiesOf(one),
    ]),
  );
  const free = workbench?.properties
    .filter(({ name, ours }) => !used.has(name) && !ours)
    .filter(({ name, label }) => `${name} ${label}`.toLowerCase().includes(props.search))
    .sort((a, b) => b.filled - a.filled);
  const columns: readonly Column<WorkbenchProperty>[] = [
    { key: 'property', header: texts.property, cell: ({ name }) => <PropertyName name={name} /> },
    {
      key: 'samples',
      header: texts.sample,
      hide: 'phone',
      cell: ({ samples }) => <span className={css.quiet}>{samples.slice(0, 3).join(' · ')}</span>,
    },
    {
      key: 'map',
      header: texts.mapShort,
      silent: true,
      width: 90,
      cell: ({ name, label }) =>
        readOnly ? null : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={texts.map(label)}
            onClick={() => props.onMap(name)}
          >
            {texts.mapShort}
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      caption={texts.freeCaption(place.object)}
      columns={columns}
      rows={free?.slice(0, shown)}
      rowKey={({ name }) => name}
      empty={<EmptyState title={texts.nothingFound} />}
      more={
        free && free.length > shown
          ? { load: () => setShown(shown + PAGE), loading: false }
          : undefined
      }
    />
  );
}
