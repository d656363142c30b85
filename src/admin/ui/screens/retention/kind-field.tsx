import { NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import type { RetentionKind } from '../../../api/contract/retention.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { DAY_MS, isDays, LEAST_DAYS, MOST_DAYS, OFFERED } from './days.js';
import css from './retention.module.css';

interface KindProps {
  readonly kind: RetentionKind;
  readonly days: number | null;
  /** What is in force. */
  readonly former: number | null;
  readonly deletedUpTo: string | null;
  readonly onChange: (days: number | null) => void;
}

const FOR_GOOD = 'good';
const OWN = 'own';

const isOffered = (days: number | null): boolean => OFFERED.some((one) => one === days);

/** One kind of things: a usual span or a number of days, and what that deletes. */
export function KindField({ kind, days, former, deletedUpTo, onChange }: KindProps) {
  const texts = useTexts().retention;
  const formats = useFormats();
  const [own, setOwn] = useState(!isOffered(days));
  const showsOwn = own || !isOffered(days);
  const [name, text] = texts.kinds[kind];
  const labelOf = (span: number): string =>
    span % 365 === 0
      ? texts.years(formats.count(span / 365), span === 365)
      : texts.days(formats.count(span));
  const choose = (value: string | null): void => {
    setOwn(value === OWN);
    if (value === OWN) onChange(days ?? 365);
    else onChange(value === FOR_GOOD ? null : Number(value));
  };
  const deletesMore = days !== null && isDays(days) && (former === null || days < former);
  return (
    <section className={css.kind} aria-labelledby={`retention-${kind}`}>
      <div className={css.words}>
        <h2 id={`retention-${kind}`} className={css.name}>
          {name}
        </h2>
        <p>{text}</p>
        <p>
          {deletedUpTo === null
            ? texts.nothingDeleted
            : texts.deletedUpTo(formats.date(deletedUpTo))}
        </p>
      </div>
      <div className={css.fields}>
        <Select
          aria-label={texts.keep(name)}
          allowDeselect={false}
          value={showsOwn ? OWN : days === null ? FOR_GOOD : String(days)}
          data={[
            ...OFFERED.map((span) =>
              span === null
                ? { value: FOR_GOOD, label: texts.forGood }
                : { value: String(span), label: labelOf(span) },
            ),
            { value: OWN, label: texts.own },
          ]}
          onChange={choose}
        />
        {showsOwn && (
          <NumberInput
            aria-label={texts.ownDays(name)}
            value={days ?? ''}
            min={LEAST_DAYS}
            max={MOST_DAYS}
            clampBehavior="none"
            allowDecimal={false}
            error={
              isDays(days)
                ? null
                : texts.invalid(formats.count(LEAST_DAYS), formats.count(MOST_DAYS))
            }
            onChange={(value) => onChange(typeof value === 'number' ? value : 0)}
          />
        )}
      </div>
      {deletesMore && (
        <p className={css.warning} role="status">
          {texts.willDelete(formats.date(new Date(Date.now() - days * DAY_MS).toISOString()))}
        </p>
      )}
    </section>
  );
}
