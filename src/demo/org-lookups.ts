import { z } from 'zod';
import type { Org } from './org.js';

const ids = z.array(z.object({ Id: z.string() })).min(1);
const campaigns = z.array(z.object({ Id: z.string(), CampaignId: z.string().optional() }));

/** The id of a record; `from` names the object and may say which of its records. */
export async function firstOf(org: Org, from: string): Promise<string> {
  const [first] = ids.parse(await org.query(`SELECT Id FROM ${from} LIMIT 1`));
  return first?.Id ?? '';
}

/** A user who can own whatever a lead is converted to; a queue can own leads alone. */
export const findSeller = (org: Org): Promise<string> =>
  firstOf(org, "User WHERE IsActive = true AND UserType = 'Standard'");

/** A webinar that the person has not been to; a new one when there is none. */
export async function pickWebinar(org: Org, person: string): Promise<string> {
  const end = person.startsWith('00Q') ? 'LeadId' : 'ContactId';
  const been = campaigns.parse(
    await org.query(`SELECT Id, CampaignId FROM CampaignMember WHERE ${end} = '${person}'`),
  );
  const all = campaigns.parse(await org.query("SELECT Id FROM Campaign WHERE Type = 'Webinar'"));
  const free = all.find(({ Id }) => been.every(({ CampaignId }) => CampaignId !== Id));
  if (free) return free.Id;
  const Name = `Scoring in practice, part ${all.length + 1}`;
  return org.create('Campaign', { Name, Type: 'Webinar', IsActive: true, Status: 'In Progress' });
}
