/** The peer: Express that checks the same signature over the raw body and answers. It stores nothing. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { optionsOfParent, serveParent } from './serve.js';

export interface PeerOptions {
  readonly secret: string;
}

export interface PeerReady {
  readonly port: number;
}

const { secret } = optionsOfParent<PeerOptions>();
const app = express();
app.disable('x-powered-by');
app.post(
  '/hooks/hubspot',
  express.raw({ type: 'application/json', limit: '1mb' }),
  (request, response) => {
    const timestamp = request.get('x-hubspot-request-timestamp') ?? '';
    const expected = createHmac('sha256', secret)
      .update(`POSThttp://localhost${request.originalUrl}`)
      .update(request.body as Buffer)
      .update(timestamp)
      .digest();
    const given = Buffer.from(request.get('x-hubspot-signature-v3') ?? '', 'base64');
    const fresh = Math.abs(Date.now() - Number(timestamp)) <= 300_000;
    const signed = given.length === expected.length && timingSafeEqual(given, expected);
    response.status(fresh && signed ? 204 : 401).end();
  },
);
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  serveParent({ port } satisfies PeerReady, {}, () => server.closeAllConnections());
});
