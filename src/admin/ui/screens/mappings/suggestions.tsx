import { Button } from '@mantine/core';
import type { MappingSuggestion } from '../../../api/contract/mappings.js';
import { useSuggestions } from '../../api/mappings.js';
import { Icon } from '../../components/icon.js';
import { Panel } from '../../components/panel.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';

/** What could fill the fields that this mapping leaves empty, each with its reasons. */
export function Suggestions() {
  const { place, settled, workbench, edit, language, property, readOnly } = useBench();
  const texts = useTexts().mappings;
  const found = useSuggestions(place, settled, workbench !== null && !readOnly);
  const items = found.data?.items ?? [];
  if (readOnly || found.data === undefined) return null;
  return (
    <Panel title={texts.suggestions}>
      <p className={css.help}>
        {items.length === 0 ? texts.suggestionsNone : texts.suggestionsText}
      </p>
      <ul className={css.suggestions}>
        {items.map((one) => {
          const field = language.fields.find(({ name }) => name === one.field)?.label ?? one.field;
          const label = property(one.property)?.label ?? one.property;
          return (
            <li key={one.field} className={css.suggestion}>
              <span className={css.suggestionText}>
                <strong>{label}</strong>
                <Icon name="right" size={14} />
                <strong>{field}</strong>
                {typeof one.source !== 'string' && <code>{String(one.source.as)}</code>}
                <span className={css.quiet}>
                  <Reasons reasons={one.reasons} />
                </span>
              </span>
              <Button
                size="compact-sm"
                variant="light"
                aria-label={texts.map(field)}
                onClick={() => edit(['objects', place.object, 'fields', one.field], one.source)}
              >
                {texts.mapShort}
              </Button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function Reasons({ reasons }: { reasons: MappingSuggestion['reasons'] }) {
  const texts = useTexts().mappings.reasons;
  const formats = useFormats();
  const words = reasons.map((reason) => {
    switch (reason.kind) {
      case 'values-fit':
        return texts['values-fit'](formats.count(reason.read), formats.count(reason.of));
      case 'well-filled':
        return texts['well-filled'](
          formats.count(reason.filled),
          formats.count(reason.of),
          formats.count(reason.different),
        );
      default:
        return texts[reason.kind];
    }
  });
  return <>{formats.list(words)}</>;
}
