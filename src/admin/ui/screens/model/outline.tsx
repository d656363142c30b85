import type { ModelCheck } from '../../../api/contract/models.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { dimensionOf, entriesOf, type Json, listOf, mapOf } from './document/model.js';
import { type FixedPart, type Part, partOfPath, partsOf } from './document/parts.js';
import css from './model.module.css';

interface Props {
  readonly model: Json;
  readonly check: ModelCheck | undefined;
  readonly part: Part;
  readonly onPart: (part: Part) => void;
}

/** How many entries a part has; null where that says nothing. */
function sizeOf(part: Part, model: Json): number | null {
  if (part.startsWith('rules:')) {
    const dimension = part.slice('rules:'.length);
    return entriesOf(model.rules).filter(({ entry }) => dimensionOf(entry, model) === dimension)
      .length;
  }
  if (part === 'groups' || part === 'lists') return Object.keys(mapOf(model[part])).length;
  if (part === 'disqualify' || part === 'segments' || part === 'examples') {
    return listOf(model[part]).length;
  }
  return null;
}

export function titleOf(
  part: Part,
  texts: {
    readonly rulesOf: (dimension: string) => string;
    readonly names: Record<FixedPart, string>;
  },
): string {
  return part.startsWith('rules:')
    ? texts.rulesOf(part.slice('rules:'.length))
    : texts.names[part as FixedPart];
}

/** The parts of the model, with how much is in each and where something is wrong. */
export function Outline({ model, check, part, onPart }: Props) {
  const { part: texts } = useTexts().model;
  const formats = useFormats();
  const rules = entriesOf(model.rules);
  const dimension = (index: number): string => dimensionOf(rules[index]?.entry ?? {}, model);
  const wrong = new Set((check?.problems ?? []).map(({ path }) => partOfPath(path, dimension)));
  return (
    <nav aria-label={texts.outline} className={css.outline}>
      <ul>
        {partsOf(model).map((one) => {
          const size = sizeOf(one, model);
          return (
            <li key={one}>
              <button
                type="button"
                aria-current={one === part || undefined}
                className={css.part}
                onClick={() => onPart(one)}
              >
                <span>{titleOf(one, texts)}</span>
                {wrong.has(one) ? (
                  <span className={css.wrong}>{texts.wrong}</span>
                ) : (
                  size !== null && (
                    <span className={`tabular ${css.size}`}>{formats.count(size)}</span>
                  )
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
