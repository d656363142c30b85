/** Several models a workspace: which are scored, which are written, which one drives the stage. */
export const models = {
  id: 7,
  name: 'models',
  sql: /* sql */ `
-- the texts of a model stand in documents
create table models (
  workspace bigint not null references workspaces,
  name text not null,
  -- live: scored and written; shadow: scored, never written; draft: kept, not scored
  state text not null check (state in ('live', 'shadow', 'draft')),
  -- drives band, stage, alerts and the main properties
  is_primary boolean not null default false,
  primary key (workspace, name),
  check (state = 'live' or not is_primary)
);
create unique index models_primary on models (workspace) where is_primary;

-- as it was so far: the first by name drove everything, others were scored and never written
insert into models (workspace, name, state, is_primary)
select workspace, name, case when place = 1 then 'live' else 'shadow' end, place = 1
from (select workspace, name, row_number() over (partition by workspace order by name) as place
  from documents where kind = 'model' group by workspace, name) d;

-- what each shipped file said at the last start
create table shipped_files (
  workspace bigint not null references workspaces,
  path text not null,
  digest text not null,
  primary key (workspace, path)
);
insert into shipped_files (workspace, path, digest)
select distinct on (workspace, kind, name) workspace,
  case kind when 'model' then 'config/scoring/' || name when 'mapping' then 'mappings/' || name
    else 'config/' || kind end || '.yaml', md5(text)
from documents where who = 'file' order by workspace, kind, name, version desc;
`,
};
