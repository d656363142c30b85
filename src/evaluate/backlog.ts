import { type EvaluateDependencies, evaluateLeads } from './step.js';

/** Leads of a page: enough to make statements worth their way, few enough to keep memory flat. */
const PAGE = 250;
/** Pages of a line: then the worker looks whether it is to stop. */
const PAGES = 10;
/** Lines of pages side by side: more than there is work for cost claims alone. */
const LINES = 3;

async function evaluatePages(deps: EvaluateDependencies, full: () => void): Promise<number> {
  let count = 0;
  for (let page = 0; page < PAGES; page += 1) {
    const claimed = await evaluateLeads(deps, PAGE, full);
    count += claimed;
    if (claimed < PAGE) break;
  }
  return count;
}

/**
 * Scores page by page. Where more than a page waits, further lines of pages run beside the first: one
 * computes while the database works for the others. @returns how many leads were claimed.
 */
export async function evaluateBacklog(deps: EvaluateDependencies): Promise<number> {
  const beside: Promise<number>[] = [];
  const first = evaluatePages(deps, () => {
    while (beside.length < LINES - 1) beside.push(evaluatePages(deps, () => {}));
  });
  const [own] = await Promise.allSettled([first]);
  const others = await Promise.allSettled(beside);
  let count = 0;
  for (const line of [own, ...others]) {
    if (line.status === 'rejected') throw line.reason;
    count += line.value;
  }
  return count;
}
