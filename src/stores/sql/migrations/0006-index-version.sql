-- A number that rises with every write to the record of the in-process search index, and stands in each entry that was
-- written: a process that keeps the record in memory sees by it whether, and whom, another process has written.

create sequence cvx.index_version;
alter table cvx.index_entries add column version bigint not null default nextval('cvx.index_version');
