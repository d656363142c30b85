import type { ModelImport } from '../../../../api/contract/models.js';
import { Said } from '../../../components/said.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';
import css from '../parts/parts.module.css';

/** What was taken for what, and every row that was not read or read with a doubt. */
export function ImportReport({ report }: { report: ModelImport }) {
  const { making: texts } = useTexts().model;
  const formats = useFormats();
  const { what, decision, columns, unused, read, troubles, notes, added } = report;
  const rows = [
    ...troubles.map((one) => ({ ...one, bad: true })),
    ...notes.map((one) => ({ ...one, bad: false })),
  ];
  return (
    <section aria-label={texts.report} aria-live="polite">
      <p className={css.note}>
        <Said text={what} />. {texts.columns(columns.asset, columns.stage ?? '–', columns.worth)}{' '}
        <Said text={decision} />.{unused.length > 0 && ` ${texts.unused(formats.list(unused))}`}
      </p>
      <p>
        <strong>
          {texts.counts(
            formats.count(read),
            formats.count(troubles.length),
            formats.count(added.length),
          )}
        </strong>
      </p>
      {rows.length > 0 && (
        <table className={css.table}>
          <caption>{texts.rows}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.row}</th>
              <th scope="col">{texts.result}</th>
              <th scope="col">{texts.why}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, message, bad }) => (
              <tr key={`${row} ${message}`}>
                <td className="tabular">{formats.count(row)}</td>
                <td>{bad ? texts.notRead : texts.doubt}</td>
                <td>
                  <Said text={message} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
