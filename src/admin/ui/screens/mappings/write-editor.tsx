import { Autocomplete, NumberInput, Switch, TagsInput, TextInput } from '@mantine/core';
import type { DocumentProblem } from '../../../api/contract/documents.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import { renameKey } from '../model/document/rename-key.js';
import { RemoveEntry } from './buttons.js';
import { useBench } from './context.js';
import { replaceIn } from './fix.js';
import css from './mappings.module.css';
import { MeaningsEditor } from './meanings-editor.js';
import { Problems } from './problems.js';
import { type LongWrite, longWrite, shortWrite, type Write } from './shapes.js';

/** One result: its property, for a score when it is written, for stages what they are called and kept. */
export function WriteEditor({ output, write }: { output: string; write: Write }) {
  const { workbench, edit, change, draft, readOnly, problemsAt, property } = useBench();
  const texts = useTexts();
  const own = texts.mappings.write;
  const { showUndo } = useNotify();
  const long = longWrite(write);
  const path = ['writes', output] as const;
  const put = (part: { readonly [K in keyof LongWrite]?: LongWrite[K] | undefined }): void =>
    edit(path, shortWrite({ ...long, ...part } as LongWrite));
  const isScore = output === 'score' || output.endsWith('_score');
  const isStage = output === 'crmStage';
  const writable = workbench?.properties.filter((one) => !one.readOnly).map(({ name }) => name);
  const fix = (problem: DocumentProblem, suggestion: string): void => {
    const wrong = /"([^"]+)"/.exec(problem.message)?.[1];
    if (wrong === output) change((text) => renameKey(text, path, suggestion) ?? text);
    else if (wrong !== undefined) edit(path, replaceIn(write, wrong, suggestion));
  };
  const remove = (): void => {
    const before = draft.text;
    edit(path, undefined);
    showUndo(texts.mappings.removed(own.outputs[output] ?? output), () => draft.setText(before));
  };
  return (
    <div className={css.editor}>
      <Problems problems={problemsAt(`writes.${output}`)} onFix={fix} />
      <Autocomplete
        label={own.to}
        data={writable ?? []}
        limit={60}
        value={long.to}
        readOnly={readOnly}
        onChange={(to) => put({ to })}
      />
      {isScore && (
        <fieldset className={css.group}>
          <legend>{own.gate}</legend>
          <p className={css.help}>{own.gateText}</p>
          <div className={css.columns}>
            <NumberInput
              label={own.minChange}
              min={0}
              value={long.minChange ?? ''}
              readOnly={readOnly}
              onChange={(next) => put({ minChange: typeof next === 'number' ? next : undefined })}
            />
            <TextInput
              label={own.settle}
              description={own.settleHelp}
              value={long.settle ?? ''}
              readOnly={readOnly}
              onChange={(event) => {
                const settle = event.currentTarget.value;
                put({ settle: settle === '' ? undefined : settle });
              }}
            />
          </div>
          <Switch
            label={own.riseAtOnce}
            checked={long.riseAtOnce ?? true}
            disabled={readOnly}
            onChange={(event) => put({ riseAtOnce: event.currentTarget.checked })}
          />
        </fieldset>
      )}
      {(isStage || long.table !== undefined) && (
        <fieldset className={css.group}>
          <legend>{own.table}</legend>
          <MeaningsEditor
            kind="table"
            meanings={long.table ?? {}}
            like="text"
            onChange={(table) => put({ table: table as Record<string, string> })}
          />
        </fieldset>
      )}
      {isStage && (
        <TagsInput
          label={own.keep}
          description={own.keepHelp}
          data={(property(long.to)?.options ?? []).map(({ value }) => value)}
          value={[...(long.keep ?? [])]}
          readOnly={readOnly}
          onChange={(keep) => put({ keep })}
        />
      )}
      <RemoveEntry onClick={remove} />
    </div>
  );
}
