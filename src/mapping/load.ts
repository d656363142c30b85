import type { Problem } from '../language/document.js';
import { DocumentError, parseDocument, readDocument } from '../language/document.js';
import { type AccountProperties, fitToAccount } from './account.js';
import { checkMapping, Findings } from './check.js';
import type { CompiledMapping } from './compile.js';
import { compileMapping } from './compile.js';
import type { MappingDocument } from './schema.js';
import { mappingSchema } from './schema.js';

export interface LoadOptions {
  /** What the account has; without it the names of properties are not checked. */
  readonly properties?: AccountProperties;
  /**
   * What to do with a property that the account does not have: `refuse` the document (one that a person
   * publishes), or `drop` what reads it with a warning (a shipped one on an account that lacks a product).
   */
  readonly missing?: 'refuse' | 'drop';
}

export interface LoadedMapping {
  readonly mapping: CompiledMapping;
  /** The checked document, without what the account does not have. */
  readonly document: MappingDocument;
  readonly warnings: readonly Problem[];
}

/**
 * Reads, checks and compiles a mapping document (YAML or JSON).
 * @throws DocumentError with file, line, path and the nearest suggestion of everything wrong in it
 */
export function loadMapping(text: string, file: string, options: LoadOptions = {}): LoadedMapping {
  const source = readDocument(text, file);
  const written = parseDocument<MappingDocument>(source, mappingSchema);
  const findings = new Findings(source);
  checkMapping(written, findings);
  const document = options.properties
    ? fitToAccount(written, options.properties, options.missing === 'drop', findings)
    : written;
  if (findings.problems.length > 0) {
    const problems = [...findings.problems];
    throw new DocumentError(problems.sort((a, b) => a.line - b.line || a.column - b.column));
  }
  return { mapping: compileMapping(document), document, warnings: findings.warnings };
}
