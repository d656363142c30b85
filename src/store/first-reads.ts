/** How long a lead waits at most for the first read of what its new record hangs on, milliseconds. */
const WAIT_MS = 30_000;

/**
 * SQL: a record of the lead has become one of another object, and what that one hangs on, its company, has
 * been asked for and not been read yet. The old record has fallen silent by then, so that a score of this
 * moment would lack what it said and what the company is about to say; nobody should read that in the CRM.
 * `work` names a row of `lead_work`; in the background nothing is waited for. Only when the lead is scored
 * hangs on this, not what comes of it.
 */
export function awaitsFirstRead(work: string): string {
  // Told apart by `offset 0`, one inside another: planned as one join they would cost more than all else of a claim.
  return `(not ${work}.background and exists (select from records was
    where was.workspace = ${work}.workspace and was.lead = ${work}.lead and was.alias ->> 3 is not null
    and exists (select from records heir
      where heir.workspace = was.workspace and heir.account = was.account
        and heir.object = was.alias ->> 3 and heir.record = was.alias_of and heir.state = 'known'
      and exists (select from links k
        where k.workspace = heir.workspace and k.account = heir.account
          and k.object = heir.object and k.record = heir.record and k.linked
        and exists (select from records unread
          where unread.workspace = k.workspace and unread.account = k.account
            and unread.object = k.to_object and unread.record = k.to_record
            and unread.state = 'wanted'
            and unread.seen_at > now() - interval '${WAIT_MS} milliseconds' offset 0) offset 0)
      offset 0) offset 0))`;
}
