import { thresholdName } from '../../lib/threshold-name.js';
import { common } from './common.js';

/** A text of the server, which says everything in English. */
export const said = (text: string): string => text;

/** A sentence that the server made of a part of a model. */
export const phrase = (text: string): string =>
  text.startsWith('thresholds ')
    ? text.replaceAll(/\S+(?= -?\d)/g, (name) => thresholdName(name, common))
    : text;

/** What differs between two versions of a model. */
export const modelChange = (text: string): string =>
  text.replace(
    /^((?:segment \S+: )?threshold )(\S+)/,
    (_all, before: string, name: string) => before + thresholdName(name, common),
  );

/** Words for lead fields other than the server's own. */
export const fields: Readonly<Record<string, string>> = {};
