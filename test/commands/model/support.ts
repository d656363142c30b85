import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll } from '@jest/globals';
import type { Io } from '../../../src/commands/io.js';

/** Standard input with a text, and what was said on both outputs. */
export function fakeIo(input = ''): { readonly io: Io; stdout(): string; stderr(): string } {
  const stdin = new PassThrough();
  stdin.end(input);
  const outputs = [new PassThrough(), new PassThrough()] as const;
  const texts = ['', ''];
  for (const [index, output] of outputs.entries()) {
    output.on('data', (chunk) => {
      texts[index] += String(chunk);
    });
  }
  return {
    io: { stdin, stdout: outputs[0], stderr: outputs[1] },
    stdout: () => texts[0] ?? '',
    stderr: () => texts[1] ?? '',
  };
}

/** A folder for a test file, gone afterwards. */
export function testFolder(): {
  write(name: string, content: string | Uint8Array): string;
  read(name: string): string;
  path(name: string): string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-model-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  return {
    path,
    read: (name) => readFileSync(path(name), 'utf8'),
    write(name, content) {
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}

export const SMALL = `model: small
version: 1
dimensions: { engagement: { floor: 0, cap: 100 } }
rules:
  - { id: demo, dimension: engagement, label: Demo, activity: { type: demo_request }, points: 50, decay: { halfLife: 30d } }
bands: { hot: { from: 50, action: Call }, cold: { from: 0, action: Wait } }
thresholds: { mql: 50 }
examples:
  - name: Asked today
    lead: { email: ann@acme.example }
    activities: [ { type: demo_request, daysAgo: 0 } ]
    expect: { total: 50 }
`;
