import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { App } from '../app.js';
import { messageOf, PlumblineError } from '../lib/errors.js';
import { loadMapping } from '../mapping/load.js';
import { alwaysNeeded } from '../mapping/needs.js';
import { ensureWorkspace } from '../store/accounts.js';
import { readDocuments } from '../store/documents.js';
import { type AppOptions, connectApp, publicUrlOf } from './connect-app.js';
import { type Io, isInteractive, write } from './io.js';
import { askText } from './prompt.js';

export interface ProjectOptions extends AppOptions {
  readonly url: string;
  readonly out?: string;
}

/** People write these on a record, and the app follows them; by their logical names. */
const INPUTS = ['feedback', 'feedback_reason', 'override', 'override_until', 'release'];

/** Object -> properties that the workspace's mapping reads and the CRM pushes. */
async function pushedProperties(app: App, crm: string): Promise<Record<string, readonly string[]>> {
  const { declaration } = app.connector(crm);
  const workspace = await ensureWorkspace(app.pool, 'default');
  const documents = await readDocuments(app.pool, workspace);
  const document = documents.find(({ kind, name }) => kind === 'mapping' && name === crm);
  if (!document) throw new PlumblineError('no-document', `There is no mapping for ${crm}.`);
  const { mapping } = loadMapping(document.text, `mappings/${crm}.yaml`);
  const inputs = INPUTS.map((name) => declaration.outputName(name));
  const needs = mapping.needs((object) => alwaysNeeded(declaration, object, inputs));
  return Object.fromEntries(
    needs.map(({ object, properties }) => [
      object,
      properties.filter((property) => declaration.route(object, property) === 'push'),
    ]),
  );
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    } catch (error) {
      throw new PlumblineError('cannot-write', `Cannot write ${path}: ${messageOf(error)}.`, {
        cause: error,
      });
    }
  }
}

/** Writes the files of the admin's own app, ready to upload, and says the next steps. */
export async function writeProject(
  app: App,
  crm: string,
  options: ProjectOptions,
  given: Readonly<Record<string, string>>,
  io: Io,
): Promise<number> {
  const { install, declaration } = app.connector(crm);
  if (!install) {
    throw new PlumblineError('no-app', `${declaration.label} has no way to connect by app.`);
  }
  const publicUrl = publicUrlOf(options.url);
  const folder = resolve(options.out ?? `plumbline-${crm}-app`);
  const files = install.project({ publicUrl, properties: await pushedProperties(app, crm) });
  await writeFiles(folder, files);
  const steps = [
    ...(install.uploadSteps ?? [`Create the app in ${declaration.label} from these files.`]),
    'Give its credentials; the secret is read from standard input, to stay out of your history:',
    `  plumbline connect ${crm} --url ${publicUrl} --client-id ID --client-secret -`,
    `Start Plumbline with PUBLIC_URL=${publicUrl} and open the address that this prints.`,
  ];
  let number = 0;
  const numbered = steps.map((step) => {
    if (step.startsWith(' ')) return `     ${step}`;
    number += 1;
    return `  ${number}. ${step}`;
  });
  const names = Object.keys(files).map((name) => `  ${name}`);
  const lines = [`Wrote the app project to ${folder}:`, ...names, '', 'Next:', ...numbered];
  await write(io.stdout, `${lines.join('\n')}\n`);
  if (!isInteractive(io)) return 0;
  const clientId = await askText(io, '\nClient id, when you have it (Enter to do it later): ');
  return clientId === '' ? 0 : connectApp(app, crm, { ...options, clientId }, given, io);
}
