/** Reads what a bulk query of Salesforce gives, page by page, and throws it away. */
const VERSION = '66.0';
const LOOK_MS = 100;

export interface BareRead {
  readonly rows: number;
  readonly calls: number;
  readonly seconds: number;
}

/** @param size rows a page */
export async function readBare(
  { url, accessToken }: { readonly url: string; readonly accessToken: string },
  soql: string,
  size: number,
): Promise<BareRead> {
  const begun = performance.now();
  let calls = 0;
  const call = async (path: string, body?: unknown): Promise<Response> => {
    calls += 1;
    const answer = await fetch(`${url}/services/data/v${VERSION}/jobs/query${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const { id } = (await (await call('', { operation: 'query', query: soql })).json()) as Job;
  for (;;) {
    const { state } = (await (await call(`/${id}`)).json()) as Job;
    if (state === 'JobComplete') break;
    if (state === 'Failed') throw new Error('the bulk query failed');
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  let rows = 0;
  for (let locator = ''; locator !== 'null'; ) {
    const from = locator === '' ? '' : `&locator=${encodeURIComponent(locator)}`;
    const answer = await call(`/${id}/results?maxRecords=${size}${from}`);
    await answer.text();
    rows += Number(answer.headers.get('sforce-numberofrecords') ?? 0);
    locator = answer.headers.get('sforce-locator') ?? 'null';
  }
  return { rows, calls, seconds: (performance.now() - begun) / 1_000 };
}

interface Job {
  readonly id: string;
  readonly state: string;
}
