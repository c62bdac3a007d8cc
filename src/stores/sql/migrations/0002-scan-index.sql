-- Record of the in-process search index. Not tied to cvx.people: the index can be dropped and rebuilt at any time.

create table cvx.index_specs (
  id integer generated always as identity primary key,
  name text not null unique,
  dimensions integer not null
);

create table cvx.index_entries (
  spec integer not null references cvx.index_specs on delete cascade,
  candidate uuid not null,
  chunk_count integer not null,
  -- Layouts: search-index/scan/pack.ts.
  chunks bytea not null,
  terms text not null,
  weights bytea not null,
  primary key (spec, candidate)
-- Entries of up to some 10 chunks stay in one page: reading all of them is what the first search of a process does.
) with (toast_tuple_target = 8160);
-- Quantised vectors and weights do not compress; trying costs time.
alter table cvx.index_entries alter column chunks set storage external, alter column weights set storage external;
create index index_entries_by_candidate on cvx.index_entries (candidate);
