/** What `connect --help` says of each CRM: its ways, what they ask for, and the page that leads through them. */
import type { Connector, CredentialField, WayToConnect } from '../../connectors/connector.js';
import { directWays, fieldsOf } from '../accounts/connect-by-fields.js';
import { connectors } from '../app.js';
import { guideOf, optionOf } from './connect-fields.js';

/** The ways of one CRM, or of all where none or an unknown one is named. */
export function connectHelp(named: string | undefined): string {
  const one = connectors.filter(({ declaration }) => declaration.crm === named);
  return (one.length > 0 ? one : connectors).map(helpOf).join('\n');
}

function helpOf(connector: Connector): string {
  const { crm, label, ways } = connector.declaration;
  const byApp = ways.find(({ id }) => id === 'own-app');
  return [
    '',
    `${label}, step by step in ${guideOf(crm)}:`,
    ...directWays(connector).flatMap((way) => wayLines(`--way ${way.id}`, way)),
    ...(byApp ? wayLines('--url https://… (then --client-id and --client-secret)', byApp) : []),
    '',
  ].join('\n');
}

function wayLines(option: string, way: WayToConnect): string[] {
  return ['', `  ${option}`, `      ${way.label}.`, ...fieldsOf(way).flatMap(fieldLines)];
}

function fieldLines({
  name,
  label,
  help,
  secret,
  multiLine,
  default: stands,
}: CredentialField): string[] {
  const value = multiLine ? 'FILE' : secret ? '-' : 'VALUE';
  const otherwise = stands === undefined ? '' : ` Without it: ${stands}`;
  return [
    `      ${optionOf(name)} ${value}`,
    `          ${`${label}${help === '' ? '.' : `. ${help}`}${otherwise}`}`,
  ];
}
