/** Why a line of a score has its points. */
import { z } from 'zod';

/** Names and labels of the lead fields that evidence speaks of. */
export { LEAD_FIELDS } from '../../../lead/fields.js';

/**
 * Why a line has its points: the scorer's evidence as it is, every value a scalar or a list of texts.
 * Keys that the page has words for: names of lead fields with their values; `count` (activities that
 * count) and `newest` (a moment); `first` and `last` (moments, of sequences); `since` (a moment, of
 * idle rules); and, where the server knows them of the newest activity, `path`, `form`, `asset`
 * (texts). Any other key is shown with its name.
 */
export const evidenceSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);
export type Evidence = z.infer<typeof evidenceSchema>;
