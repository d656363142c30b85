/**
 * An error that names the thing and the way out.
 * `code` is stable and made for programs; `message` is a sentence for the person who must act.
 */
export class PlumblineError extends Error {
  override readonly name: string = 'PlumblineError';
  readonly code: string;
  /** HTTP status when the error leaves through the web role. */
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status ?? 500;
    this.details = options.details ?? {};
  }
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Why a file could not be read, in words where they are usual. */
export function fileTrouble(thrown: unknown): string {
  switch ((thrown as NodeJS.ErrnoException | undefined)?.code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
      return 'this user may not read it';
    default:
      return messageOf(thrown);
  }
}
