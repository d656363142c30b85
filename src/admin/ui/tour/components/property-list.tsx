import { Tooltip, VisuallyHidden } from '@mantine/core';
import { useRef } from 'react';
import type { CrmProperty } from '../../../api/contract/demo.js';
import { isMoment } from '../../lib/evidence.js';
import type { Formats } from '../../lib/formats.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './property-list.module.css';

/** Longer values take the whole width. */
const LONG_TEXT = 24;

/** Properties of a record, those that change while the page is open light up. */
export function PropertyList({ properties }: { properties: readonly CrmProperty[] }) {
  const texts = useTexts().tour.record;
  const formats = useFormats();
  const first = useRef(new Map(properties.map((property) => [property.name, property.value])));
  return (
    <dl className={css.list}>
      {properties.map((property) => {
        const shown = showValue(property, formats) ?? texts.empty;
        const changed = first.current.get(property.name) !== property.value;
        return (
          <div
            // A new value is a new element, so that its light starts again.
            key={`${property.name} ${property.value ?? ''}`}
            data-property={property.name}
            className={[css.property, shown.length > LONG_TEXT && css.wide, changed && css.changed]
              .filter(Boolean)
              .join(' ')}
          >
            <Tooltip label={property.name} position="top-start" openDelay={300} withArrow>
              <dt>{property.label}</dt>
            </Tooltip>
            <dd>
              {property.value === null ? (
                <>
                  <span aria-hidden="true">{texts.empty}</span>
                  <VisuallyHidden>{texts.emptyLabel}</VisuallyHidden>
                </>
              ) : (
                shown
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** The value for people; text that is not the number or moment it should be is shown as it is. */
function showValue({ value, type }: CrmProperty, formats: Formats): string | null {
  if (value === null) return null;
  if (type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) {
    return formats.points(Number(value));
  }
  return type === 'datetime' && isMoment(value) ? formats.moment(value) : value;
}
