import type { Texts } from '../../texts/index.js';

/** What the server calls the files of the folder that it was started in. */
const FILE = 'file';

/** Who published a version: a person, or a file. */
export const publishedBy = (who: string, texts: Texts['publishing']): string =>
  who === FILE ? texts.fromFile : texts.publishedBy(who);

/** The same in a column of names. */
export const whoName = (who: string, texts: Texts['publishing']): string =>
  who === FILE ? texts.fromFile : who;
