import { Tooltip } from '@mantine/core';
import { PropertyText } from '../../components/property-text.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';

/** How a change of a property reaches us, and what that costs. */
export function RouteMark({ route }: { route: 'push' | 'poll' }) {
  const texts = useTexts().mappings;
  return <span className={route === 'push' ? css.push : css.poll}>{texts.routes[route]}</span>;
}

/** In a sentence, how changes of a property reach us and what that costs; nothing of an unknown one. */
export function useRouteHelp(name: string): string {
  const { property, workbench } = useBench();
  const texts = useTexts().mappings.routeHelp;
  const formats = useFormats();
  const route = property(name)?.route;
  if (route === undefined) return '';
  return route === 'push'
    ? texts.push
    : texts.poll(formats.duration(workbench?.pollIntervalMs ?? 0));
}

/** A property as people know it, with its name, type, route and how full it is. */
export function PropertyName({ name }: { name: string }) {
  const { property, workbench } = useBench();
  const texts = useTexts().mappings;
  const formats = useFormats();
  const help = useRouteHelp(name);
  const known = property(name);
  if (!known) {
    return (
      <span className={css.property}>
        <span className={css.propertyLabel}>{name}</span>
        {workbench?.trouble === null && <span className={css.badText}>{texts.notInAccount}</span>}
      </span>
    );
  }
  const of = workbench?.records.length ?? 0;
  return (
    <span className={css.property}>
      <span className={css.propertyLabel}>{known.label}</span>
      <span className={css.propertyFacts}>
        <code>
          <PropertyText name={name} />
        </code>
        <span>{known.type}</span>
        <Tooltip label={help} multiline w={260}>
          <span>
            <RouteMark route={known.route} />
          </span>
        </Tooltip>
        {of > 0 && (
          <span title={texts.filledOf(formats.count(known.filled), formats.count(of))}>
            {texts.filled(formats.percent(known.filled / of))}
          </span>
        )}
      </span>
    </span>
  );
}
