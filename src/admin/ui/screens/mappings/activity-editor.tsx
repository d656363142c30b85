import { Autocomplete, SegmentedControl, Select } from '@mantine/core';
import type { DocumentProblem } from '../../../api/contract/documents.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import { editText } from '../model/document/edit.js';
import { AttributesEditor } from './attributes-editor.js';
import { RemoveEntry } from './buttons.js';
import { ConditionsEditor } from './conditions-editor.js';
import { useBench } from './context.js';
import { replaceIn } from './fix.js';
import css from './mappings.module.css';
import { Problems } from './problems.js';
import { PropertyPicker } from './property-picker.js';
import { type Activity, shortActivity, typeWords } from './shapes.js';
import { SourceEditor } from './source-editor.js';

interface ActivityEditorProps {
  readonly index: number;
  readonly activity: Activity;
  readonly onRemoved: () => void;
}

/** One kind of activity: its type, what makes it happen, when, under which conditions, with what attributes. */
export function ActivityEditor({ index, activity, onRemoved }: ActivityEditorProps) {
  const { place, role, language, workbench, edit, change, draft, readOnly, problemsAt } =
    useBench();
  const texts = useTexts();
  const own = texts.mappings.activity;
  const { showUndo } = useNotify();
  const path = ['objects', place.object, 'activities', index] as const;
  const fixed = typeof activity.type === 'string';
  const put = (part: Partial<Activity>): void =>
    edit(path, shortActivity({ ...activity, ...part }));
  const at = activity.at === undefined ? 'change' : activity.at === 'value' ? 'value' : 'property';
  const first = workbench?.properties[0]?.name ?? '';

  const turnType = (kind: string | null): void => {
    if (kind === 'fixed') put({ type: language.activities[0]?.type ?? 'page_view' });
    else
      put({
        type: {
          from: activity.when ?? first,
          match: { demo: 'demo_request' },
          else: 'form_submit',
        },
      });
  };
  const turnTime = (kind: string | null): void => {
    const { at: _, ...rest } = activity;
    const next = kind === 'change' ? rest : { ...rest, at: kind === 'value' ? 'value' : first };
    edit(path, shortActivity(next));
  };
  const fix = (problem: DocumentProblem, suggestion: string): void => {
    const wrong = /"([^"]+)"/.exec(problem.message)?.[1];
    if (wrong !== undefined) edit(path, replaceIn(activity, wrong, suggestion));
  };
  const remove = (): void => {
    const before = draft.text;
    change((text) => editText(text, [{ kind: 'delete', path }]));
    onRemoved();
    showUndo(texts.mappings.removed(typeWords(activity)), () => draft.setText(before));
  };

  return (
    <div className={css.editor}>
      <Problems problems={problemsAt(`objects.${place.object}.activities[${index}]`)} onFix={fix} />
      <div className={css.columns}>
        <fieldset className={css.group}>
          <legend>{own.typeKind}</legend>
          <SegmentedControl
            aria-label={own.typeKind}
            size="xs"
            readOnly={readOnly}
            value={fixed ? 'fixed' : 'decided'}
            onChange={turnType}
            data={[
              { value: 'fixed', label: own.fixed },
              { value: 'decided', label: own.decided },
            ]}
          />
          {typeof activity.type === 'string' ? (
            <Autocomplete
              label={own.type}
              description={own.own}
              data={language.activities.map(({ type }) => type)}
              value={activity.type}
              readOnly={readOnly}
              onChange={(type) => put({ type })}
            />
          ) : (
            <SourceEditor
              source={activity.type}
              onChange={(type) => put({ type })}
              fallback="trim"
              like="text"
            />
          )}
        </fieldset>
        <fieldset className={css.group}>
          <legend>{own.at}</legend>
          {role === 'person' ? (
            <PropertyPicker
              label={own.when}
              value={activity.when ?? ''}
              onChange={(when) => put({ when })}
            />
          ) : (
            <p className={css.help}>{own.whenNone}</p>
          )}
          <Select
            label={own.at}
            readOnly={readOnly}
            allowDeselect={false}
            value={at}
            onChange={turnTime}
            data={(role === 'person'
              ? (['change', 'value', 'property'] as const)
              : (['property'] as const)
            ).map((kind) => ({ value: kind, label: own.atKinds[kind] }))}
          />
          {at === 'property' && (
            <PropertyPicker
              label={own.atProperty}
              value={activity.at ?? ''}
              onChange={(name) => put({ at: name })}
            />
          )}
        </fieldset>
      </div>
      <ConditionsEditor
        conditions={activity.if ?? {}}
        onChange={(conditions) => put({ if: conditions })}
      />
      <AttributesEditor attributes={activity.set ?? {}} onChange={(set) => put({ set })} />
      <RemoveEntry onClick={remove} />
    </div>
  );
}
