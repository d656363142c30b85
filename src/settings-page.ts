import { BASE_URL_VARIABLE, VARIABLES, type Variable } from './settings-variables.js';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string | null): string =>
  text === null ? '' : text.includes(' ') ? cell(text) : `\`${text}\``;

function row(name: string, variable: Variable<unknown>): string {
  const { description, expected, example } = variable;
  return `| \`${name}\` | ${cell(description)} | ${cell(expected)} | ${code(variable.default)} | ${code(example)} |`;
}

/** The text of docs/settings.md. A test keeps the file equal to it. */
export function settingsPage(): string {
  return [
    '# Settings',
    '',
    'Environment variables, read once when a process starts. A bad value stops the start with a message that names the variable, its value and what is expected. An empty variable counts as not set.',
    '',
    '| variable | meaning | expected | default | example |',
    '|---|---|---|---|---|',
    ...Object.entries(VARIABLES).map(([name, variable]) => row(name, variable)),
    row('<CRM>_BASE_URL', BASE_URL_VARIABLE),
    '',
    '`SECRET_KEY` is changed like this: put the present key into `SECRET_KEY_PREVIOUS`, a new one into `SECRET_KEY`, start again ([operate.md](operate.md#change-the-secret-key)). Sealed values name the key that sealed them, so both are read; at the start all are sealed anew with the new key.',
    '',
    'This page is made from `src/settings-variables.ts`: `npx tsx test/support/write-settings-page.ts`.',
    '',
  ].join('\n');
}
