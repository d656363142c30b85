/** A text of the server, which says everything in English. */
export const said = (text: string): string => text;

/** A sentence that the server made of a part of a model. */
export const phrase = said;

/** What differs between two versions of a model. */
export const modelChange = said;

/** Words for lead fields and for their values other than the server's own. */
export const fields: Readonly<Record<string, string>> = {};
export const fieldValues: Readonly<Record<string, string>> = {};
