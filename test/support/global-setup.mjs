import { tsImport } from 'tsx/esm/api';

/** One PostgreSQL for the whole run; the workers find it through an environment variable. */
export default async function setUp() {
  const { startTestServer } = await tsImport('./server.ts', import.meta.url);
  const server = await startTestServer();
  process.env.PLUMBLINE_TEST_DATABASE_URL = server.url;
  globalThis.plumblineTestServer = server;
}
