/** Salesforce's record ids: 15 characters with case, or 18 where three more make case needless. */

const ID = /^[a-zA-Z0-9]{15}(?:[A-Z0-5]{3})?$/;
const CODES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The id as 18 characters, in which ids are compared and stored; undefined when it is none. */
export function recordIdOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !ID.test(value)) return undefined;
  const short = value.slice(0, 15);
  return short + checksumOf(short);
}

/** One character for each five of the id: a bit for each capital letter among them, the first lowest. */
function checksumOf(short: string): string {
  let checksum = '';
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) {
      if (/[A-Z]/.test(short.charAt(start + index))) bits |= 1 << index;
    }
    checksum += CODES.charAt(bits);
  }
  return checksum;
}

/** First three characters of the ids of an object, where a reference may point to several. */
const PREFIXES: Readonly<Record<string, string>> = {
  '001': 'Account',
  '003': 'Contact',
  '005': 'User',
  '006': 'Opportunity',
  '00G': 'Group',
  '00Q': 'Lead',
  '00T': 'Task',
  '00U': 'Event',
  '00v': 'CampaignMember',
  '02s': 'EmailMessage',
  '701': 'Campaign',
};

/** The object that an id belongs to, of those that we know. */
export function objectOfId(id: string): string | undefined {
  return PREFIXES[id.slice(0, 3)];
}
