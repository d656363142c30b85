import type { Evidence } from '../../../api/contract.js';
import { describeEvidence as describe } from '../../lib/evidence.js';
import { formatCount, formatDate, formatDay, formatPoints } from '../format.js';
import { texts } from '../texts.js';

const FORMATS = { count: formatCount, points: formatPoints, day: formatDay, date: formatDate };

/** A reason's evidence in plain words, part after part. */
export const describeEvidence = (evidence: Evidence): string[] =>
  describe(evidence, texts.evidence, FORMATS);
