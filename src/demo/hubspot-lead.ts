import type { App } from '../app.js';
import { demoRequest } from './act-demo-request.js';
import { repeatAndKill } from './act-repeat-and-kill.js';
import { readRecord } from './record.js';
import type { StoryLead } from './story.js';
import { type DemoWorld, PUBLIC_URL } from './world.js';

export interface HubspotLeadParts
  extends Pick<DemoWorld, 'account' | 'crm' | 'record' | 'tap' | 'worker' | 'clientSecret'> {
  readonly app: Pick<App, 'pool'>;
  /** Where the web role is reached. */
  readonly url: string;
}

/** The first story: a contact in the simulated HubSpot who asks for a demo. */
export async function hubspotLead(parts: HubspotLeadParts): Promise<StoryLead> {
  const { app, account, crm, record, url, clientSecret } = parts;
  const path = '/hooks/hubspot';
  const acting = {
    ...parts,
    pool: app.pool,
    hook: { url: url + path, publicUrl: PUBLIC_URL + path, secret: clientSecret },
  };
  const owners = new Map(
    (await crm.owners()).map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`]),
  );
  return {
    account,
    news: 'webhooks',
    object: 'contacts',
    record,
    acts: { 'demo-request': demoRequest(acting), 'repeat-and-kill': repeatAndKill(acting) },
    readRecord: () => readRecord(crm, record, owners),
  };
}
