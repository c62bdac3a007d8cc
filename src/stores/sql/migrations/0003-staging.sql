-- Files that wait for a worker. A path has at most one row: bytes staged later replace it, and are what will be read.
create table cvx.staged_files (
  path text collate "C" primary key,
  -- sha256 of the bytes.
  hash text not null,
  bytes bytea not null,
  size integer not null,
  staged_at timestamptz not null default now()
);
-- CVs are compressed already; trying again costs time.
alter table cvx.staged_files alter column bytes set storage external;
