/**
 * How the HTTP API under `/api/v1` is written down. An endpoint is data: the server builds its routes
 * from it, the user interface its calls, the OpenAPI document its pages. A moment is ISO 8601 text in
 * UTC; a field ending in `Ms` is a duration in milliseconds; ids are opaque to clients.
 */
import { z } from 'zod';

export const ROLES = ['viewer', 'editor', 'publisher', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who may call: anybody, or people and keys of at least this role. */
export type Access = 'public' | Role;

/** True when `role` may do what `access` asks for. */
export function mayDo(role: Role, access: Access): boolean {
  return access === 'public' || ROLES.indexOf(role) >= ROLES.indexOf(access);
}

export type Shape = Readonly<Record<string, z.ZodType>>;

/** An answer that is not one JSON value: the handler writes it itself. */
export interface Stream<T extends string = string> {
  readonly stream: T;
}
export const stream = <T extends string>(contentType: T): Stream<T> => ({ stream: contentType });

export interface Endpoint<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType | Stream = z.ZodType | Stream,
  X extends Access = Access,
> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api/v1`, parameters as in `/leads/:lead`. */
  readonly path: string;
  readonly access: X;
  /** One sentence for the OpenAPI document. */
  readonly summary: string;
  readonly params: z.ZodObject<P>;
  /** Query values are text or lists of text: use `z.coerce` for numbers. */
  readonly query: z.ZodObject<Q>;
  readonly body: B;
  readonly answer: A;
  /** Content type of a body that is not JSON; the handler reads the request itself. */
  readonly consumes: string | null;
  readonly status: 200 | 201 | 202 | 204;
}

interface Definition<P, Q, B, A, X> {
  readonly method: Endpoint['method'];
  readonly path: string;
  readonly access: X;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: A;
  readonly consumes?: string;
  readonly status?: Endpoint['status'];
}

/** Unknown keys are refused everywhere: nobody assigns what the contract does not name. */
export function endpoint<
  X extends Access,
  A extends z.ZodType | Stream,
  P extends Shape = Record<never, never>,
  Q extends Shape = Record<never, never>,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Definition<P, Q, B, A, X>): Endpoint<P, Q, B, A, X> {
  return {
    ...definition,
    params: z.strictObject(definition.params ?? ({} as P)) as z.ZodObject<P>,
    query: z.strictObject(definition.query ?? ({} as Q)) as z.ZodObject<Q>,
    body: definition.body ?? (z.undefined() as unknown as B),
    consumes: definition.consumes ?? null,
    status: definition.status ?? 200,
  };
}

/** A page of a list, and where the next one begins; null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

/** What a list may be asked for. */
export const paging = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export const moment = z.iso.datetime();

/** Body of every refusal. `code` is stable, `message` is a sentence that names the way out. */
export const problemSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type Problem = z.infer<typeof problemSchema>;
