import { z } from 'zod';
import { DAY, HOUR } from '../lib/clock.js';
import { PlumblineError } from '../lib/errors.js';

const PATTERN = /^(\d{1,6})([hdw])$/;
const UNIT: Readonly<Record<string, number>> = { h: HOUR, d: DAY, w: 7 * DAY };

/** Milliseconds of `36h`, `30d` or `2w`; undefined when the text is no duration. */
export function readDuration(text: string): number | undefined {
  const match = PATTERN.exec(text);
  const unit = match?.[2] === undefined ? undefined : UNIT[match[2]];
  return match?.[1] === undefined || unit === undefined ? undefined : Number(match[1]) * unit;
}

/** `readDuration` for text already checked. @throws PlumblineError `duration-invalid` */
export function parseDuration(text: string): number {
  const milliseconds = readDuration(text);
  if (milliseconds === undefined) {
    throw new PlumblineError('duration-invalid', `"${text}" is no duration: write 36h, 30d or 2w`, {
      status: 422,
    });
  }
  return milliseconds;
}

/** A duration of a document, kept as text; zero is allowed. */
export const durationSchema = z
  .string()
  .regex(PATTERN, { error: 'expected a duration such as 36h, 30d or 2w' });

/** A duration that must be longer than nothing. */
export const positiveDurationSchema = z
  .string()
  .regex(/^0*[1-9]\d{0,5}[hdw]$/, { error: 'expected a duration such as 36h, 30d or 2w, above 0' })
  .regex(PATTERN, { error: 'expected a duration such as 36h, 30d or 2w, above 0' });
