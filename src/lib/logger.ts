import winston from 'winston';
import type { Clock } from './clock.js';
import { redact } from './redact.js';

export type LogFields = Readonly<Record<string, unknown>>;

/**
 * A log of sentences with fields. Whatever is passed, e-mail addresses, tokens and secrets are taken out
 * before a line is written.
 */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** A logger that adds fields to every line: `requestId`, `account`, `step`. */
  child(fields: LogFields): Logger;
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly format: 'json' | 'pretty';
  /** Where lines go. Standard error by default: a command's own output stays clean. */
  readonly stream?: NodeJS.WritableStream;
  readonly clock: Clock;
  /** Texts that must never appear, whatever they look like: the secret key, database address. */
  readonly secrets?: readonly string[];
}

/** Names that the line itself uses; a field of that name gets an underscore. */
const RESERVED = new Set(['time', 'level', 'message']);

function fieldsOf(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [RESERVED.has(key) ? `${key}_` : key, value]),
  );
}

/** The last step before a line is formatted: nothing reaches a transport without passing it. */
function redacting(secrets: readonly string[]) {
  return winston.format((info) => {
    const clean = redact({ ...info }, secrets) as Record<string, unknown>;
    for (const key of Object.keys(info)) delete info[key];
    return Object.assign(info, clean);
  })();
}

const pretty = winston.format.printf(({ time, level, message, ...fields }) => {
  const rest = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : '';
  return `${String(time)} ${level.toUpperCase().padEnd(5)} ${String(message)}${rest}`;
});

/** The process's logger. Make one at the start and pass it, or children of it, down. */
export function createLogger(options: LoggerOptions): Logger {
  const { clock, secrets = [], stream = process.stderr } = options;
  const base = winston.createLogger({
    level: options.level,
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: winston.format.combine(
      redacting(secrets),
      options.format === 'json' ? winston.format.json() : pretty,
    ),
    transports: [new winston.transports.Stream({ stream })],
  });
  const bound = (fields: Record<string, unknown>): Logger => {
    const line = (level: LogLevel) => (message: string, more?: LogFields) => {
      if (!base.isLevelEnabled(level)) return;
      base.log({
        time: new Date(clock()).toISOString(),
        ...fields,
        ...(more && fieldsOf(more)),
        level,
        message,
      });
    };
    return {
      error: line('error'),
      warn: line('warn'),
      info: line('info'),
      debug: line('debug'),
      child: (more) => bound({ ...fields, ...fieldsOf(more) }),
    };
  };
  return bound({});
}

/** Logs nothing; for tests and pure uses. */
export const silentLogger: Logger = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  child: () => silentLogger,
};
