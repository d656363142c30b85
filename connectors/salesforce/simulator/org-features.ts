import { field, objectOf, picklist, text } from './definition-fields.js';
import type { CustomField } from './options.js';
import type { Org } from './org.js';
import { put, seedContext } from './seed-setup.js';

/** A field of the org's own that everybody sees and may edit. */
export function addCustomField(org: Org, spec: CustomField): void {
  for (const object of spec.object === undefined ? ['Lead', 'Contact'] : [spec.object]) {
    org.definitions.putField(
      object,
      field(spec.type, spec.name, {
        ...(spec.type === 'string' ? { length: 255 } : {}),
        ...(spec.values ? { picklistValues: spec.values } : {}),
        restrictedPicklist: spec.restricted === true,
        externalId: spec.externalId === true,
        unique: spec.externalId === true,
      }),
    );
    org.access.openToAll(object, spec.name);
  }
}

/** Several currencies: every amount says which one it is in. */
export function addCurrencies(org: Org, codes: readonly string[], admin: string): void {
  const [corporate = 'EUR'] = codes;
  for (const object of ['Lead', 'Contact', 'Account', 'Opportunity', 'Campaign']) {
    org.definitions.putField(
      object,
      picklist('CurrencyIsoCode', codes, { restrictedPicklist: true, defaultValue: corporate }),
    );
    for (const record of org.records.all(object).values()) {
      org.records.replace(record, { ...record.values, CurrencyIsoCode: corporate });
    }
  }
  org.definitions.addObject(
    objectOf({
      name: 'CurrencyType',
      keyPrefix: '01Z',
      readOnly: true,
      fields: [
        text('IsoCode', 3),
        field('double', 'ConversionRate', { scale: 6 }),
        field('int', 'DecimalPlaces'),
        field('boolean', 'IsActive'),
        field('boolean', 'IsCorporate'),
      ],
    }),
  );
  for (const [at, IsoCode] of codes.entries()) {
    const fields = { IsoCode, ConversionRate: 1 + at / 10, DecimalPlaces: 2, IsActive: true };
    const context = seedContext(admin, org.clock.now());
    put(org, 'CurrencyType', { ...fields, IsCorporate: at === 0 }, context);
  }
}
