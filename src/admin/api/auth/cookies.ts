import type { Request, Response } from 'express';

/** The session cookie: read by no script, sent by no other site. */
export interface CookieJar {
  read(request: Request): string | null;
  set(response: Response, token: string, maxAgeMs: number): void;
  clear(response: Response): void;
}

/** One cookie of a request's header; null when it is not there. */
export function cookieOf(request: Request, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at !== -1 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}

/** `secure`: people come by https; then the name keeps other hosts from planting a cookie of theirs. */
export function createCookieJar(secure: boolean, plainName = 'plumbline_session'): CookieJar {
  const name = secure ? `__Host-${plainName}` : plainName;
  const options = { httpOnly: true, sameSite: 'strict', secure, path: '/' } as const;
  return {
    read: (request) => cookieOf(request, name),
    set: (response, token, maxAge) => {
      response.cookie(name, token, { ...options, maxAge });
    },
    clear: (response) => {
      response.clearCookie(name, options);
    },
  };
}
