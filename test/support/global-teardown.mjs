export default async function tearDown() {
  await globalThis.plumblineTestServer?.stop();
}
