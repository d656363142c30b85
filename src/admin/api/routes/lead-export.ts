/** A list of leads as a file. */
import { once } from 'node:events';
import type { Response } from 'express';
import type { ListedLead } from '../contract/lead-shapes.js';

const COLUMNS: readonly [string, (lead: ListedLead) => string | number | null][] = [
  ['id', (lead) => lead.id],
  ['name', (lead) => lead.name],
  ['email', (lead) => lead.email],
  ['job title', (lead) => lead.jobTitle],
  ['company', (lead) => lead.company],
  ['owner', (lead) => lead.owner?.name ?? null],
  ['source', (lead) => lead.source],
  ['country', (lead) => lead.country],
  ['stage', (lead) => lead.stage],
  ['stage since', (lead) => lead.stageSince],
  ['total', (lead) => lead.total],
  ['grade', (lead) => lead.grade],
  ['band', (lead) => lead.band],
  ['segment', (lead) => lead.segment],
  ['score changed', (lead) => lead.changedAt],
  ['top reason', (lead) => lead.topReason],
  ['crms', (lead) => lead.crms.join(' ')],
];

/**
 * One cell. Text that a spreadsheet would take for a formula is preceded by an apostrophe, so that nobody
 * runs what a visitor typed into a form; numbers stay numbers.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvHead = (): string => `${COLUMNS.map(([name]) => csvCell(name)).join(',')}\r\n`;

export const csvRow = (lead: ListedLead): string =>
  `${COLUMNS.map(([, read]) => csvCell(read(lead))).join(',')}\r\n`;

export interface ExportPage {
  readonly items: readonly ListedLead[];
  readonly next: string | null;
}

/** Writes page after page as fast as the other end takes them; stops when it goes away. */
export async function streamLeads(
  response: Response,
  format: 'csv' | 'ndjson',
  read: (cursor: string | undefined) => Promise<ExportPage>,
  signal: AbortSignal,
): Promise<void> {
  // What can fail has failed before the first byte.
  let page = await read(undefined);
  const [type, name] =
    format === 'csv' ? ['text/csv; charset=utf-8', 'csv'] : ['application/x-ndjson', 'ndjson'];
  response.setHeader('content-type', type);
  response.setHeader('content-disposition', `attachment; filename="leads.${name}"`);
  // Spreadsheets take a file for UTF-8 by its mark.
  if (format === 'csv') response.write(`\ufeff${csvHead()}`);
  for (;;) {
    const text = page.items
      .map((lead) => (format === 'csv' ? csvRow(lead) : `${JSON.stringify(lead)}\n`))
      .join('');
    if (text !== '' && !response.write(text)) await once(response, 'drain', { signal });
    if (page.next === null || signal.aborted) break;
    page = await read(page.next);
  }
  response.end();
}
