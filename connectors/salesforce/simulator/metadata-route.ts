import type { ServiceFinder, ServiceRoute } from './call.js';
import { MetadataService } from './metadata.js';
import { readSoapCall, SoapFault, soapFault } from './metadata-soap.js';
import { perOrg } from './per-org.js';

const PATH = /^\/+services\/Soap\/m\/(\d+\.\d)(?:\/\w+)?\/?$/;

/** The metadata service of an org; there is one, which knows what was made through it. */
export const metadataOf = perOrg((org) => new MetadataService(org));

/** `POST /services/Soap/m/66.0`: the session is in the envelope's header. */
export const metadataRoute: ServiceFinder = (request): ServiceRoute | undefined => {
  const version = PATH.exec(request.path)?.[1];
  if (version === undefined || request.method !== 'POST') return undefined;
  const refuse: ServiceRoute['refuse'] = (_status, errorCode, message) =>
    errorCode === 'INVALID_SESSION_ID'
      ? soapFault(
          new SoapFault(
            'sf:INVALID_SESSION_ID',
            'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key',
          ),
        )
      : soapFault(new SoapFault(`sf:${errorCode}`, message));
  try {
    const soap = readSoapCall(request);
    return {
      operation: `metadata.${soap.operation.name}`,
      version,
      sessionId: soap.sessionId,
      refuse,
      handle: ({ org, user }) => metadataOf(org).serve(soap, { user, client: null, api: 'soap' }),
    };
  } catch (thrown) {
    if (!(thrown instanceof SoapFault)) throw thrown;
    return { operation: 'metadata.unreadable', version, refuse, handle: () => soapFault(thrown) };
  }
};
