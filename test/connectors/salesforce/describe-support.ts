import type nock from 'nock';
import { REST } from './support.js';

/** A field as describe tells it. */
export const field = (name: string, type = 'string', rest: object = {}) => ({
  name,
  label: name,
  type,
  length: 255,
  custom: name.endsWith('__c'),
  createable: true,
  updateable: true,
  calculated: false,
  filterable: true,
  picklistValues: [],
  referenceTo: [],
  ...rest,
});

/** Our fields, as the Metadata API would have made them. */
export const OURS = [
  field('Plumbline_Score__c', 'double'),
  field('Plumbline_Grade__c'),
  field('Plumbline_Reasons__c', 'textarea'),
  field('Plumbline_Scored_At__c', 'datetime'),
  field('Plumbline_Override_Until__c', 'date'),
  field('Plumbline_Release__c', 'boolean'),
];

/** Answers one describe of an object. */
export function describes(
  scope: nock.Scope,
  object: string,
  fields: readonly object[] = OURS,
  rest: object = {},
): nock.Scope {
  return scope.get(`${REST}/sobjects/${object}/describe`).reply(200, {
    name: object,
    queryable: true,
    createable: true,
    updateable: true,
    fields: [field('Id', 'id', { updateable: false }), ...fields],
    ...rest,
  });
}
