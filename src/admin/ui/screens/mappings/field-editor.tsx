import type { DocumentProblem } from '../../../api/contract/documents.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import { renameKey } from '../model/document/rename-key.js';
import { RemoveEntry } from './buttons.js';
import { useBench } from './context.js';
import { FieldPicker } from './field-picker.js';
import { replaceIn } from './fix.js';
import css from './mappings.module.css';
import { Problems } from './problems.js';
import { useRouteHelp } from './property-name.js';
import { propertiesOf, type Source } from './shapes.js';
import { SourceEditor } from './source-editor.js';
import { Steps } from './steps.js';

interface FieldEditorProps {
  readonly field: string;
  readonly source: Source;
  readonly fields: ReadonlySet<string>;
  /** The field is another one now. */
  readonly onRename: (name: string) => void;
}

/** Everything about one line: where the value comes from, what becomes of it, which field it fills. */
export function FieldEditor({ field, source, fields, onRename }: FieldEditorProps) {
  const bench = useBench();
  const { place, language, tried, edit, change, draft, problemsAt } = bench;
  const texts = useTexts().mappings;
  const { showUndo } = useNotify();
  const path = ['objects', place.object, 'fields', field] as const;
  const printed = `objects.${place.object}.fields.${field}`;
  const known = language.fields.find(({ name }) => name === field);
  const steps = tried?.fields.find((one) => one.field === field)?.steps ?? [];
  const like = known?.type === 'number' || known?.type === 'boolean' ? known.type : 'text';
  const perDeal = field === 'deal.open' || field === 'deal.won';

  const help = useRouteHelp(propertiesOf(source)[0] ?? '');

  const rename = (name: string): void => {
    change((text) => renameKey(text, path, name) ?? text);
    onRename(name);
  };
  const fix = (problem: DocumentProblem, suggestion: string): void => {
    const wrong = /"([^"]+)"/.exec(problem.message)?.[1];
    if (problem.path === printed && wrong === field) rename(suggestion);
    else if (wrong !== undefined) edit(path, replaceIn(source, wrong, suggestion));
  };
  const remove = (): void => {
    const before = draft.text;
    edit(path, undefined);
    showUndo(texts.removed(field), () => draft.setText(before));
  };
  return (
    <div className={css.editor}>
      <Problems problems={problemsAt(printed)} onFix={fix} />
      <div className={css.columns}>
        <SourceEditor
          source={source}
          onChange={(next) => edit(path, next)}
          fallback={known?.transform ?? 'trim'}
          like={perDeal ? 'boolean' : like}
          steps={steps}
        />
        <div className={css.source}>
          <FieldPicker label={texts.target} value={field} taken={fields} onChange={rename} />
          <div>
            <h4 className={css.small}>{texts.steps}</h4>
            <Steps steps={steps} />
          </div>
          {help !== '' && <p className={css.help}>{help}</p>}
        </div>
      </div>
      <RemoveEntry onClick={remove} />
    </div>
  );
}
