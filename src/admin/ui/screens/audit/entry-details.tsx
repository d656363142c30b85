import type { AuditEntry } from '../../../api/contract/audit.js';
import { TextDiff } from '../../components/text-diff.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './audit.module.css';
import { type Change, changesBetween, isText, lineOf } from './changes.js';

/** The exact moment, what differs, and whatever else was noted. */
export function EntryDetails({ entry }: { entry: AuditEntry }) {
  const texts = useTexts().audit;
  const formats = useFormats();
  const changes = changesBetween(entry.before ?? undefined, entry.after ?? undefined);
  const noted = changesBetween(undefined, entry.details);
  const [long, short] = [changes.filter(isLong), changes.filter((one) => !isLong(one))];
  return (
    <div className={css.details} data-testid="entry">
      <p className={css.exact}>
        {formats.moment(entry.at)} · <code>{entry.what}</code> · <code>{entry.about}</code>
      </p>
      {short.length > 0 && (
        <div className={css.wide}>
          <table className={css.changes}>
            <thead>
              <tr>
                <th scope="col">{texts.field}</th>
                <th scope="col">{texts.before}</th>
                <th scope="col">{texts.after}</th>
              </tr>
            </thead>
            <tbody>
              {short.map(({ path, before, after }) => (
                <tr key={path}>
                  <th scope="row">{path}</th>
                  <td>
                    <Value value={before} kind="removed" />
                  </td>
                  <td>
                    <Value value={after} kind="added" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {long.map(({ path, before, after }) => (
        <TextDiff
          key={path}
          label={texts.diffOf(path)}
          before={before === undefined ? '' : lineOf(before)}
          after={after === undefined ? '' : lineOf(after)}
        />
      ))}
      {noted.length > 0 && (
        <dl className={css.noted}>
          {noted.map(({ path, after }) => (
            <div key={path}>
              <dt>{path}</dt>
              <dd>{lineOf(after)}</dd>
            </div>
          ))}
        </dl>
      )}
      {changes.length === 0 && noted.length === 0 && <p>{texts.noDetails}</p>}
    </div>
  );
}

const isLong = ({ before, after }: Change): boolean => isText(before) || isText(after);

function Value({ value, kind }: { value: unknown; kind: 'added' | 'removed' }) {
  const texts = useTexts().audit;
  if (value === undefined || value === null) {
    return <span className={css.nothing}>{texts.nothing}</span>;
  }
  return <span className={css[kind]}>{lineOf(value)}</span>;
}
