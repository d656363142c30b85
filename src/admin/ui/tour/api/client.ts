import type { ZodType } from 'zod';
import {
  type ActName,
  type ActRun,
  actRunSchema,
  DEMO_ROUTES,
  type Stories,
  storiesSchema,
  type WhatIf,
  whatIfSchema,
} from '../../../api/contract/demo.js';
import { ApiError, refusalOf } from '../../api/error.js';

/** Throws `ApiError`. */
async function call<T>(schema: ZodType<T>, route: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(route, { ...init, headers: { accept: 'application/json' } });
  } catch (thrown) {
    if (init?.signal?.aborted) throw thrown;
    throw new ApiError('unreachable', '', 0);
  }
  if (!response.ok) throw await refusalOf(response);
  const parsed = schema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw new ApiError('mismatch', '', response.status);
  return parsed.data;
}

export const readStories = (signal: AbortSignal): Promise<Stories> =>
  call(storiesSchema, DEMO_ROUTES.stories, { signal });

export const readWhatIf = (pricing: number | null, signal: AbortSignal): Promise<WhatIf> =>
  call(whatIfSchema, DEMO_ROUTES.whatIf + (pricing === null ? '' : `?pricing=${pricing}`), {
    signal,
  });

export const startAct = (act: ActName): Promise<ActRun> =>
  call(actRunSchema, `${DEMO_ROUTES.acts}/${act}`, { method: 'POST' });
