import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './mappings.module.css';
import { PropertyName } from './property-name.js';
import { listOf, longSource, propertiesOf, type Source } from './shapes.js';

/** The first property of a source, and how many may speak after it. */
export function SourceProperties({ source }: { source: Source }) {
  const texts = useTexts().mappings;
  const formats = useFormats();
  const names = propertiesOf(source);
  const { value } = longSource(source);
  if (value !== undefined)
    return <span className={css.value}>{texts.constant(String(value))}</span>;
  const [first] = names;
  if (first === undefined) return null;
  return (
    <>
      <PropertyName name={first} />
      {names.length > 1 && (
        <span className={css.quiet} title={names.join(', ')}>
          {texts.firstOf(formats.count(names.length))}
        </span>
      )}
    </>
  );
}

/** What becomes of the value: transforms, then a table or words. */
export function SourceTransforms({ source, fallback }: { source: Source; fallback: string }) {
  const texts = useTexts().mappings;
  const { as, table, match, value } = longSource(source);
  if (value !== undefined) return null;
  const transforms = listOf(as);
  const meanings = table ?? match;
  const named = transforms.length > 0;
  return (
    <span className={css.transforms}>
      {named ? (
        transforms.map((name) => <code key={name}>{name}</code>)
      ) : (
        <code className={css.quiet} title={texts.transformDefault(meanings ? 'trim' : fallback)}>
          {meanings ? 'trim' : fallback}
        </code>
      )}
      {meanings && (
        <code>
          {table ? 'table' : 'match'} {Object.keys(meanings).length}
        </code>
      )}
    </span>
  );
}
