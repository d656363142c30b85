import { z } from 'zod';
import type { Org } from './org.js';
import { MARK } from './record-parts.js';

const task = z.object({
  Id: z.string(),
  Subject: z.string().nullable(),
  Description: z.string().nullable(),
  Priority: z.string().nullable(),
  ActivityDate: z.string().nullable(),
  ReminderDateTime: z.string().nullable(),
  IsClosed: z.boolean(),
  CreatedDate: z.string(),
  Owner: z.object({ Name: z.string().nullable() }).nullable(),
});
export type OrgTask = z.infer<typeof task>;

/** A person's tasks that are ours, oldest first. */
export async function ownTasks(org: Org, who: string): Promise<OrgTask[]> {
  const fields = Object.keys(task.shape).map((name) => (name === 'Owner' ? 'Owner.Name' : name));
  const rows = await org.query(
    `SELECT ${fields.join(', ')} FROM Task WHERE WhoId = '${who}' ORDER BY CreatedDate, Id`,
  );
  return z
    .array(task)
    .parse(rows)
    .filter(({ Description }) => Description?.includes(MARK));
}
