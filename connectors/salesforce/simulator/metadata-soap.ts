import { messageOf } from '../../../src/lib/errors.js';
import type { IncomingRequest, OutgoingResponse } from '../../simulator-kit/server.js';
import { escapeXml, parseXml, toXml, type XmlContent, type XmlElement } from './metadata-xml.js';

export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const ENVELOPE_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A refusal of the whole call. */
export class SoapFault extends Error {
  /** `sf:INVALID_SESSION_ID`, `soapenv:Client` … */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface SoapCall {
  readonly operation: XmlElement;
  /** Of the SessionHeader; empty when there is none. */
  readonly sessionId: string;
  /** Of the AllOrNoneHeader. */
  readonly allOrNone: boolean;
}

/** Reads a SOAP 1.1 call. @throws SoapFault for what is no call of the metadata API. */
export function readSoapCall(request: IncomingRequest): SoapCall {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('text/xml')) {
    throw new SoapFault('soapenv:Client', `content-type of the request should be text/xml`);
  }
  if (request.headers.soapaction === undefined)
    throw new SoapFault('soapenv:Client', 'no SOAPAction header!');
  const envelope = readEnvelope(request.body.toString('utf8'));
  const body = child(envelope, 'Body');
  const operation = body?.children[0];
  if (envelope.name !== 'Envelope' || envelope.uri !== ENVELOPE_NAMESPACE || !operation) {
    throw new SoapFault('soapenv:Client', 'The message is not a SOAP envelope with a body');
  }
  if (operation.uri !== METADATA_NAMESPACE) {
    throw new SoapFault(
      'soapenv:Client',
      `No operation available for request {${operation.uri}}${operation.name}`,
    );
  }
  const header = child(envelope, 'Header');
  return {
    operation,
    sessionId: textOf(header && child(header, 'SessionHeader'), 'sessionId') ?? '',
    allOrNone: textOf(header && child(header, 'AllOrNoneHeader'), 'allOrNone') === 'true',
  };
}

function readEnvelope(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (thrown) {
    const [first = ''] = messageOf(thrown).split('\n');
    throw new SoapFault('soapenv:Client', first);
  }
}

/** The first child of that name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((entry) => entry.name === name);
}

export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return element && child(element, name)?.text.trim();
}

export function soapAnswer(operation: string, content: XmlContent): OutgoingResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: envelopeOf(toXml(`${operation}Response`, content)),
  };
}

export function soapFault({ code, message }: SoapFault): OutgoingResponse {
  const word = code.replace(/^\w+:/, '');
  const text = code.startsWith('sf:') ? `${word}: ${message}` : message;
  return {
    status: 500,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: envelopeOf(
      `<soapenv:Fault><faultcode>${code}</faultcode><faultstring>${escapeXml(text)}</faultstring></soapenv:Fault>`,
    ),
  };
}

function envelopeOf(body: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>` +
    `<soapenv:Envelope xmlns:soapenv="${ENVELOPE_NAMESPACE}" xmlns:sf="${METADATA_NAMESPACE}"` +
    ` xmlns="${METADATA_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  );
}
