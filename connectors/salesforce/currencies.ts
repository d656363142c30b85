/** Amounts in one currency: an org of several keeps each record's amounts in that of the record. */
import type { Priority } from '../connector.js';
import type { Catalog, Path } from './catalog.js';
import type { SalesforceApi } from './client.js';
import { queryEach } from './query.js';
import { type Row, rowOfRecord, valueIn } from './row.js';
import { select } from './soql.js';

/** ISO code -> units of that currency for one of the corporate currency. */
export type Rates = ReadonlyMap<string, number>;

export interface Currencies {
  /** Empty in an org of one currency, and where its rates are not ours to read. */
  rates(priority: Priority): Promise<Rates>;
}

const KEPT_MS = 3_600_000;
/** An object of orgs with several currencies alone. */
const CURRENCY_TYPE = 'CurrencyType';
const NONE: Rates = new Map();

export function createCurrencies(api: SalesforceApi, catalog: Catalog): Currencies {
  let known: { readonly rates: Rates; readonly at: number } | undefined;

  async function read(priority: Priority): Promise<Rates> {
    if (!(await catalog.object(CURRENCY_TYPE, priority))?.queryable) return NONE;
    const soql = select({ fields: ['IsoCode', 'ConversionRate'], from: CURRENCY_TYPE });
    const records = await queryEach(api, soql, { operation: 'currencies query', priority });
    return new Map(
      records.map(rowOfRecord).flatMap((row) => {
        const [code, rate] = [row('IsoCode'), Number(row('ConversionRate'))];
        return typeof code === 'string' && rate > 0 ? [[code, rate] as const] : [];
      }),
    );
  }

  return {
    async rates(priority) {
      const now = api.timing.now();
      if (!known || now - known.at >= KEPT_MS) known = { rates: await read(priority), at: now };
      return known.rates;
    },
  };
}

/** A value as text; an amount in the corporate currency, to the cent, where the rate of its own is known. */
export function heldIn(row: Row, { path, type, currency }: Path, rates: Rates): string | null {
  const text = valueIn(row, path, type);
  const rate = currency === undefined ? undefined : rates.get(String(row(currency)));
  if (text === null || rate === undefined || rate === 1) return text;
  const amount = Number(text) / rate;
  return Number.isFinite(amount) ? String(Math.round(amount * 100) / 100) : text;
}
