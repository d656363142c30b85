import { holdLeads } from './hold-leads.js';
import type { Queryable } from './pool.js';
import type { RecordKey } from './records.js';

/** One link as a register: the later (at, tie) wins. */
export interface LinkStamp extends RecordKey {
  readonly toObject: string;
  readonly toRecord: string;
  readonly linked: boolean;
  readonly primary: boolean;
  readonly at: number;
  readonly tie: string;
}

type LinkState = Pick<LinkStamp, 'linked' | 'primary' | 'at' | 'tie'>;

/** All links of one record to one object, as read at a moment: others are unlinked by it. */
export interface LinkSet extends RecordKey {
  readonly toObject: string;
  readonly to: readonly string[];
  readonly at: number;
  readonly tie: string;
}

const KEY = 'workspace bigint, account bigint, object text, record text, "toObject" text';

/**
 * @returns the links that hold now and did not, end now, or became or ceased to be the primary one; and
 * all that are told anew of records that were merged: of what is said of one person's or company's several
 * records the latest counts, so that being the latest is news.
 */
export async function saveLinks(db: Queryable, links: readonly LinkStamp[]): Promise<LinkStamp[]> {
  if (links.length === 0) return [];
  const latest = new Map<string, LinkStamp>();
  for (const link of links) {
    const key = linkKey(link);
    const known = latest.get(key);
    if (!known || isLater(link, known)) latest.set(key, link);
  }
  const before = await readLinks(db, [...latest.values()]);
  const { rows: stored } = await db.query<StoredLink>(
    `insert into links as l (workspace, account, object, record, to_object, to_record, linked, is_primary, at, tie)
     select workspace, account, object, record, "toObject", "toRecord", linked, "primary", at, tie
     from jsonb_to_recordset($1::jsonb) as n(${KEY}, "toRecord" text, linked boolean,
       "primary" boolean, at bigint, tie text)
     order by 1, 2, 3, 4, 5, 6
     on conflict (workspace, account, object, record, to_object, to_record) do update
       set linked = excluded.linked, is_primary = excluded.is_primary, at = excluded.at, tie = excluded.tie
       where (l.at, l.tie collate "C", l.linked, l.is_primary)
         < (excluded.at, excluded.tie collate "C", excluded.linked, excluded.is_primary)
     returning ${COLUMNS}`,
    [JSON.stringify([...latest.values()])],
  );
  const isSame = (link: StoredLink): boolean => {
    const { linked = false, primary = false } = before.get(linkKey(link)) ?? {};
    return linked === link.linked && (primary === link.primary || !link.linked);
  };
  const merged = await linksOfMerged(db, stored.filter(isSame));
  const changed = stored
    .filter((link) => !isSame(link) || merged.has(linkKey(link)))
    .flatMap((link) => latest.get(linkKey(link)) ?? []);
  await insertLinkHistory(db, changed);
  return changed;
}

/** A link that is read again as it was does not begin anew. */
async function insertLinkHistory(db: Queryable, links: readonly LinkStamp[]): Promise<void> {
  if (links.length === 0) return;
  await db.query(
    `insert into link_history (workspace, account, object, record, to_object, to_record, at, linked,
       is_primary, tie)
     select workspace, account, object, record, "toObject", "toRecord", at, linked, "primary", tie
     from jsonb_to_recordset($1::jsonb) as n(${KEY}, "toRecord" text, linked boolean,
       "primary" boolean, at bigint, tie text)
     on conflict do nothing`,
    [JSON.stringify(links)],
  );
}

type LinkKey = Omit<LinkStamp, 'linked' | 'primary' | 'at' | 'tie'>;
type StoredLink = LinkKey & { readonly linked: boolean; readonly primary: boolean };

const COLUMNS = `l.workspace, l.account, l.object, l.record, l.to_object as "toObject",
  l.to_record as "toRecord", l.linked, l.is_primary as "primary"`;

function linkKey(link: LinkKey): string {
  const { workspace, account, object, record, toObject, toRecord } = link;
  return [workspace, account, object, record, toObject, toRecord].join('/');
}

async function readLinks(
  db: Queryable,
  keys: readonly LinkKey[],
): Promise<Map<string, StoredLink>> {
  const { rows } = await db.query<StoredLink>(
    `select ${COLUMNS} from links l
     where (workspace, account, object, record, to_object, to_record) in (
       select * from jsonb_to_recordset($1::jsonb) as n(${KEY}, "toRecord" text))`,
    [JSON.stringify(keys)],
  );
  return new Map(rows.map((row) => [linkKey(row), row]));
}

/** Which of these links have an end that was merged into another record, or took one up. */
async function linksOfMerged(db: Queryable, links: readonly StoredLink[]): Promise<Set<string>> {
  if (links.length === 0) return new Set();
  const { rows } = await db.query<{ index: number }>(
    `select distinct n.index from jsonb_to_recordset($1::jsonb) as n(index integer, ${KEY}, "toRecord" text)
     cross join lateral (values (n.object, n.record), (n."toObject", n."toRecord")) as e(object, record)
     where exists (select from records r where r.workspace = n.workspace and r.account = n.account
         and r.object = e.object and r.record = e.record and r.alias_of is not null)
       or exists (select from records r where r.workspace = n.workspace and r.account = n.account
         and r.object = e.object and r.alias_of = e.record)`,
    [JSON.stringify(links.map((link, index) => ({ ...link, index })))],
  );
  return new Set(
    rows.flatMap(({ index }) => {
      const link = links[index];
      return link ? [linkKey(link)] : [];
    }),
  );
}

/** The order that the database compares by, too. */
export function isLater(a: LinkState, b: LinkState): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (a.tie !== b.tie) return a.tie > b.tie;
  if (a.linked !== b.linked) return a.linked;
  return a.primary && !b.primary;
}

export interface ClosedLink extends RecordKey {
  readonly toObject: string;
  readonly to: string;
}

/** What a complete read did not name is no longer linked. @returns the links that ended by it. */
export async function closeLinkSets(
  db: Queryable,
  sets: readonly LinkSet[],
): Promise<ClosedLink[]> {
  if (sets.length === 0) return [];
  const { rows } = await db.query(
    `with closed as (
       update links l set linked = false, is_primary = false, at = n.at, tie = n.tie
       from jsonb_to_recordset($1::jsonb) as n(${KEY}, "to" jsonb, at bigint, tie text)
       where l.workspace = n.workspace and l.account = n.account and l.object = n.object
         and l.record = n.record and l.to_object = n."toObject" and l.linked
         and not n."to" ? l.to_record and (l.at, l.tie collate "C") < (n.at, n.tie collate "C")
       returning l.*),
     noted as (
       insert into link_history (workspace, account, object, record, to_object, to_record, at, linked,
         is_primary, tie)
       select workspace, account, object, record, to_object, to_record, at, linked, is_primary, tie
       from closed on conflict do nothing)
     select workspace, account, object, record, to_object as "toObject", to_record as "to" from closed`,
    [JSON.stringify(sets)],
  );
  return rows as ClosedLink[];
}

/** The leads of the records at the far end of links, held until the transaction ends. */
export async function leadsAtEnd(
  db: Queryable,
  links: readonly ClosedLink[],
): Promise<Map<ClosedLink, number>> {
  if (links.length === 0) return new Map();
  const { rows } = await db.query<{ index: number; id: number }>(
    `select n.index, r.id from jsonb_to_recordset($1::jsonb) as n(index integer, workspace bigint,
       account bigint, "toObject" text, "to" text)
     join records r on r.workspace = n.workspace and r.account = n.account
       and r.object = n."toObject" and r.record = n."to" and r.lead is not null`,
    [JSON.stringify(links.map((link, index) => ({ ...link, index })))],
  );
  const leads = await holdLeads(db, [...new Set(rows.map((row) => row.id))]);
  const found = new Map<ClosedLink, number>();
  for (const { index, id } of rows) {
    const [link, lead] = [links[index], leads.get(id)];
    if (link && typeof lead === 'number') found.set(link, lead);
  }
  return found;
}
