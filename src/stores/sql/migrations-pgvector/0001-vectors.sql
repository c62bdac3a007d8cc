-- Search index in PostgreSQL with pgvector. Not tied to cvx.people: it can be dropped and rebuilt at any time.

create table cvx.vector_specs (
  id integer generated always as identity primary key,
  name text not null unique,
  dimensions integer not null
);

create table cvx.vector_entries (
  spec integer not null references cvx.vector_specs on delete cascade,
  candidate uuid not null,
  chunk_count integer not null,
  primary key (spec, candidate)
);
create index vector_entries_by_candidate on cvx.vector_entries (candidate);

-- One table for all specs, so the column has no dimensions of its own: a new model needs no new table, and a person is
-- removed from every spec at once. The approximate index of a spec is partial and casts to the spec's dimensions.
create table cvx.vector_chunks (
  spec integer not null,
  candidate uuid not null,
  -- Place among the candidate's chunks; decides ties.
  n integer not null,
  document bytea not null,
  ordinal integer not null,
  -- Null for the zero vector, which points nowhere.
  embedding vector,
  primary key (spec, candidate, n)
-- Up to 1,900 dimensions stay in the row: an exact search reads all of them.
) with (toast_tuple_target = 8160);
create index vector_chunks_by_candidate on cvx.vector_chunks (candidate);

-- Which candidates use a term, with its BM25 weight. The key holds all that a search reads.
create table cvx.vector_terms (
  spec integer not null,
  term text collate "C" not null,
  candidate uuid not null,
  weight real not null,
  primary key (spec, term, candidate) include (weight)
);
create index vector_terms_by_candidate on cvx.vector_terms (candidate);
