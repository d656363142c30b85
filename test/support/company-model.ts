import type pg from 'pg';
import { publishDocument } from '../../src/store/documents.js';
import { saveModel } from '../../src/store/models.js';

const COUNTS = { people: [1, 2, 3, 4], active30d: [1, 2, 3], activities30d: [1, 2, 4, 8] };

/** A model whose lines tell every count of a lead's company. */
export const COMPANY_MODEL = `
model: counts
version: 1
dimensions: { company: {} }
rules:
${Object.entries(COUNTS)
  .flatMap(([name, steps]) =>
    steps.map(
      (step) =>
        `  - { id: ${name}-${step}, dimension: company, label: ${name} ${step}, when: { field: company.${name}, gte: ${step} }, points: 1, unknown: -1 }`,
    ),
  )
  .join('\n')}
`;

/** Publishes it beside the primary model, in the shadow. */
export async function publishCompanyModel(pool: pg.Pool, workspace: number): Promise<void> {
  const document = { kind: 'model', name: 'counts', text: COMPANY_MODEL } as const;
  await publishDocument(pool, workspace, document, { who: 'test', reason: 'test' });
  await saveModel(pool, workspace, { name: 'counts', state: 'shadow', primary: false });
}
