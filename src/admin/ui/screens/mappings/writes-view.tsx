import { Select } from '@mantine/core';
import { PropertyText } from '../../components/property-text.js';
import { EmptyState } from '../../components/states.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import { DisclosureRow } from './disclosure-row.js';
import { LinesTable } from './lines-table.js';
import css from './mappings.module.css';
import { longWrite, writesPart } from './shapes.js';
import { WriteEditor } from './write-editor.js';

/** Which results go to which properties of the CRM, and when. */
export function WritesView() {
  const { document, language, edit, problemsAt, readOnly, property } = useBench();
  const texts = useTexts().mappings;
  const formats = useFormats();
  const [query, setQuery] = useQueryState({ write: '' });
  const writes = Object.entries(writesPart(document));
  const free = language.outputs.filter((output) => !writes.some(([name]) => name === output));
  const nameOf = (output: string): string => texts.write.outputs[output] ?? output;
  return (
    <>
      <p className={css.help}>{texts.write.readOnlyAccount}</p>
      {!readOnly && free.length > 0 && (
        <div className={css.tools}>
          <Select
            aria-label={texts.addWrite}
            placeholder={texts.addWrite}
            value={null}
            data={free.map((output) => ({ value: output, label: nameOf(output) }))}
            onChange={(output) => {
              if (output === null) return;
              edit(['writes', output], `plumbline_${output}`);
              setQuery({ write: output });
            }}
          />
        </div>
      )}
      {writes.length === 0 ? (
        <EmptyState title={texts.noWrites} />
      ) : (
        <LinesTable
          caption={texts.views.writes}
          columns={[{ header: texts.write.output }, { header: texts.write.to }]}
        >
          {writes.map(([output, write]) => {
            const long = longWrite(write);
            const [problem] = problemsAt(`writes.${output}`);
            const open = query.write === output;
            const label = property(long.to)?.label;
            return (
              <DisclosureRow
                key={output}
                name={nameOf(output)}
                open={open}
                wrong={problem !== undefined}
                onToggle={() => setQuery({ write: open ? '' : output })}
                cells={[
                  <span key="output" className={css.property}>
                    <span className={css.propertyLabel}>{nameOf(output)}</span>
                    {long.minChange !== undefined && (
                      <span className={css.quiet}>
                        {texts.write.summaryGate(
                          formats.points(long.minChange),
                          long.settle ?? '0',
                        )}
                      </span>
                    )}
                  </span>,
                  <span key="to" className={css.property}>
                    {label !== undefined && <span>{label}</span>}
                    <code className={css.quiet}>
                      <PropertyText name={long.to} />
                    </code>
                    {problem && !open && <span className={css.badText}>{problem.message}</span>}
                  </span>,
                ]}
              >
                <WriteEditor output={output} write={write} />
              </DisclosureRow>
            );
          })}
        </LinesTable>
      )}
    </>
  );
}
