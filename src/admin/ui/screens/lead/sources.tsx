import { Tabs } from '@mantine/core';
import { Link } from 'react-router';
import type { LeadSources } from '../../../api/contract/lead-shapes.js';
import { useLeadSources } from '../../api/leads.js';
import { Panel } from '../../components/panel.js';
import { PropertyText } from '../../components/property-text.js';
import { CodeValue } from '../../components/sentence.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { fieldText } from './field-text.js';
import css from './lead.module.css';
import { isDated } from './written.js';

type Field = LeadSources['fields'][number];
type SourceRecord = LeadSources['records'][number];

const recordName = ({ account, objectLabel, record }: SourceRecord): string =>
  `${account.name} · ${objectLabel} ${record}`;

/** Which CRM value made each field, step by step; and all that the CRMs say. */
export function Sources({ lead }: { lead: string }) {
  const texts = useTexts().lead.sources;
  const sources = useLeadSources(lead);
  const { data } = sources;
  return (
    <Panel title={texts.title} aside={<Link to="/mappings">{texts.mapping}</Link>}>
      {sources.error && <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />}
      {!data && !sources.error && <LoadingRows rows={6} height={28} />}
      {data && (
        <Tabs defaultValue="fields" keepMounted={false}>
          <Tabs.List aria-label={texts.title}>
            <Tabs.Tab value="fields">{texts.fields}</Tabs.Tab>
            <Tabs.Tab value="records">{texts.records}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="fields">
            <Fields sources={data} />
          </Tabs.Panel>
          <Tabs.Panel value="records">
            {data.records.map((record) => (
              <RecordValues key={record.id} record={record} />
            ))}
          </Tabs.Panel>
        </Tabs>
      )}
    </Panel>
  );
}

function Fields({ sources }: { sources: LeadSources }) {
  const all = useTexts();
  const texts = all.lead.sources;
  const formats = useFormats();
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{texts.field}</th>
          <th scope="col">{texts.value}</th>
          <th scope="col">{texts.made}</th>
        </tr>
      </thead>
      <tbody>
        {sources.fields.map((field) => (
          <tr key={field.field}>
            <th scope="row" title={field.field}>
              {field.label}
            </th>
            <td>
              {fieldText(field, formats, all) ?? <span className={css.quiet}>{texts.noValue}</span>}
            </td>
            <td>
              <Made field={field} records={sources.records} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Raw value, then what every step of the mapping made of it. */
function Made({ field, records }: { field: Field; records: readonly SourceRecord[] }) {
  const all = useTexts();
  const texts = all.lead.sources;
  const formats = useFormats();
  const nameOf = (id: string): string => {
    const found = records.find((record) => record.id === id);
    return found ? recordName(found) : id;
  };
  const raw = field.steps.filter(({ step }) => step === '').at(-1);
  const from = raw ? field.steps.slice(field.steps.indexOf(raw)) : [];
  return (
    <>
      {from.map(({ property, step, value, error }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps never change places
        <span key={index} className={css.step}>
          {step === '' ? (
            <>
              <CodeValue>{property}</CodeValue> {value}
            </>
          ) : (
            <>
              <span aria-hidden="true">→ </span>
              {step}: {error ?? value ?? texts.noValue}
            </>
          )}
        </span>
      ))}
      {!raw && (
        <span className={css.quiet}>
          {field.derivedFrom
            ? texts.derived(field.derivedFrom)
            : field.outdated
              ? texts.outdated
              : texts.several}
        </span>
      )}
      {field.record && <span className={css.quiet}>{nameOf(field.record)}</span>}
      {field.others.length > 0 && (
        <details className={css.detail}>
          <summary>
            {texts.others(formats.count(field.others.length), field.others.length === 1)}
          </summary>
          <ul>
            {field.others.map(({ record, value, error }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
              <li key={index}>
                {texts.otherSays(
                  nameOf(record),
                  error ?? fieldText({ ...field, value }, formats, all) ?? texts.noValue,
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function RecordValues({ record }: { record: SourceRecord }) {
  const texts = useTexts().lead.sources;
  return (
    <table className={css.table}>
      <caption>
        {texts.roles[record.role]}: {recordName(record)}
      </caption>
      <thead>
        <tr>
          <th scope="col">{texts.property}</th>
          <th scope="col">{texts.value}</th>
          <th scope="col">{texts.usedFor}</th>
        </tr>
      </thead>
      <tbody>
        {record.values.map(({ property, value, at, fields }) => (
          <tr key={property}>
            <th scope="row">
              <PropertyText name={property} />
            </th>
            <td>
              {value ?? <span className={css.quiet}>{texts.noValue}</span>}{' '}
              {isDated(at) && (
                <span className={css.quiet}>
                  <When at={at} />
                </span>
              )}
            </td>
            <td>
              {fields.length > 0 ? (
                fields.join(', ')
              ) : (
                <span className={css.quiet}>{texts.unused}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
