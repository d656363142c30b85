/** An HTTP answer, read to its end. Header names are lower-case; `body` is JSON or null. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface FetchOptions {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** Plain fetch that never follows a redirect: a token must not travel to another host. */
export async function fetchAnswer(url: string, options: FetchOptions): Promise<Answer> {
  const response = await fetch(url, { ...options, redirect: 'manual' });
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: parseJson(text),
  };
}

/** JSON, or null where the text is none (an HTML error page of a proxy). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** `Retry-After` in milliseconds, where it is written as seconds. */
export function retryAfter(answer: Answer): number | undefined {
  const seconds = Number(answer.headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
}
