/** What a way of connecting asks for, from options, files, standard input or the terminal. */
import { readFile } from 'node:fs/promises';
import type { Connector, CredentialField, WayToConnect } from '../../connectors/connector.js';
import { directWays, fieldsOf } from '../accounts/connect-by-fields.js';
import { messageOf } from '../lib/errors.js';
import { type Io, isInteractive, UsageError } from './io.js';
import { askSecret, askText, secretFromInput } from './prompt.js';

type Given = Readonly<Record<string, string>>;

/** `loginUrl` -> `--login-url`. */
export const optionOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Options that only the CRM knows: `--login-url X` or `--login-url=X`, by the names of its fields. */
export function readOptions({ declaration }: Connector, more: readonly string[]): Given {
  const names = new Map(
    declaration.ways.flatMap(fieldsOf).map(({ name }) => [optionOf(name), name]),
  );
  const given: Record<string, string> = {};
  for (let at = 0; at < more.length; at += 1) {
    const [option = '', ...rest] = (more[at] ?? '').split('=');
    const name = names.get(option);
    const value = rest.length > 0 ? rest.join('=') : more[++at];
    if (name === undefined || value === undefined) {
      const known = [...names.keys()].join(', ');
      throw new UsageError(
        `connect ${declaration.crm} does not understand ${JSON.stringify(option)}${name === undefined ? '' : ' without a value'}; ${declaration.label} asks for ${known}.`,
      );
    }
    given[name] = value;
  }
  return given;
}

/** The page that leads an admin through connecting. */
export const guideOf = (crm: string): string => `docs/connect-${crm}.md`;

/** How to connect by each way, one a line. */
function usageOf(connector: Connector): string {
  const { crm } = connector.declaration;
  const lines = directWays(connector).map((way) => {
    const options = fieldsOf(way).map(
      ({ name, secret, multiLine }) =>
        `${optionOf(name)} ${multiLine ? 'FILE' : secret ? '-' : 'VALUE'}`,
    );
    return `  plumbline connect ${crm} --way ${way.id} ${options.join(' ')}`;
  });
  return [...lines, `  plumbline connect ${crm} --url https://… (an app of your own)`].join('\n');
}

/**
 * The way that was named, else the one that all was given for, else the only one. Undefined where an app is
 * meant: its client id was given without what another way asks for.
 */
export async function chooseWay(
  connector: Connector,
  given: Given,
  named: string | undefined,
  io: Io,
): Promise<WayToConnect | undefined> {
  const { crm, label } = connector.declaration;
  const direct = directWays(connector);
  if (named !== undefined) {
    const found = direct.find(({ id }) => id === named);
    if (found || named === 'own-app' || named === 'listed-app') return found;
    throw new UsageError(`${label} has no way "${named}". Its ways:\n${usageOf(connector)}`);
  }
  const names = Object.keys(given);
  const fits = (way: WayToConnect): boolean =>
    fieldsOf(way).every((field) => field.name in given || field.default !== undefined) &&
    names.every((name) => fieldsOf(way).some((field) => field.name === name));
  const fitting = direct.filter(fits);
  if (fitting.length === 1) return fitting[0];
  if ('clientId' in given) return undefined;
  const [only] = direct;
  if (direct.length === 1) return only;
  if (direct.length === 0 || !isInteractive(io)) {
    throw new UsageError(
      `How to connect ${label}:\n${usageOf(connector)}\nWhat each option is: plumbline connect ${crm} --help, step by step: ${guideOf(crm)}`,
    );
  }
  const list = direct.map((way, index) => `  ${index + 1}. ${way.label}`).join('\n');
  const answer = Number(await askText(io, `How to connect ${label}:\n${list}\nNumber: `));
  const chosen = direct[answer - 1];
  if (chosen) return chosen;
  throw new UsageError(`Expected a number from 1 to ${direct.length}.`);
}

async function readValue(
  field: CredentialField,
  text: string | undefined,
  io: Io,
): Promise<string | undefined> {
  const option = optionOf(field.name);
  if (text === '-') return secretFromInput(io, option);
  if (text !== undefined && field.multiLine) {
    return readFile(text, 'utf8').catch((error: unknown) => {
      throw new UsageError(`${option}: cannot read the file: ${messageOf(error)}`);
    });
  }
  if (text !== undefined) return text.trim();
  if (isInteractive(io)) {
    if (field.multiLine)
      return readValue(field, await askText(io, `${field.label}, its file: `), io);
    if (field.secret) return askSecret(io, `${field.label} (it is not shown): `);
    const stands = field.default === undefined ? '' : ` [${field.default}]`;
    const answer = await askText(io, `${field.help}\n${field.label}${stands}: `);
    return answer === '' ? undefined : answer;
  }
  if (field.default !== undefined) return undefined;
  throw new UsageError(
    `${option} is missing: ${field.label}. ${field.help}${field.secret ? ` ${option} - reads it from standard input.` : ''}`,
  );
}

/** Everything that the way asks for; what is missing is asked for at a terminal. */
export async function gatherFields(
  way: WayToConnect,
  given: Given,
  io: Io,
): Promise<Record<string, string>> {
  const fromInput = Object.values(given).filter((text) => text === '-');
  if (fromInput.length > 1) throw new UsageError('Only one option can read standard input.');
  const fields: Record<string, string> = {};
  for (const field of fieldsOf(way)) {
    const value = await readValue(field, given[field.name], io);
    if (value !== undefined) fields[field.name] = value;
  }
  return fields;
}
