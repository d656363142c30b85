/** A query that Salesforce would refuse with 400. */
export class QueryRefusal extends Error {
  readonly errorCode: string;

  constructor(errorCode: string, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}

export function malformed(message: string): QueryRefusal {
  return new QueryRefusal('MALFORMED_QUERY', message);
}

export function noColumn(name: string, entity: string): QueryRefusal {
  return new QueryRefusal(
    'INVALID_FIELD',
    `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

export function noType(name: string): QueryRefusal {
  return new QueryRefusal(
    'INVALID_TYPE',
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}
