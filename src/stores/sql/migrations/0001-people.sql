-- People, their documents and the files these came from. Plain PostgreSQL 15 or newer; PGlite runs the same text.

create table cvx.people (
  id uuid primary key,
  -- Age of the person in the store: decides ties when a document matches two people.
  seq bigint generated always as identity,
  revision integer not null default 0,
  -- Name of the newest current document that has one, folded for sorting.
  sort_name text collate "C"
);
create index people_by_name on cvx.people (sort_name, id);

create table cvx.documents (
  id text primary key,
  person uuid not null references cvx.people on delete cascade,
  seq bigint generated always as identity,
  stored_at timestamptz not null default now(),
  -- sha256 of what was read from the bytes: a later reader may read more from the same bytes.
  parsed_sha text not null,
  sort_name text collate "C",
  format text not null,
  text text not null,
  pages jsonb not null,
  losses jsonb not null,
  profile jsonb not null,
  chunks jsonb not null
);
create index documents_by_person on cvx.documents (person);

-- A document is current while a file holds it; one without a file is an old version.
create table cvx.files (
  path text collate "C" primary key,
  document text references cvx.documents on delete cascade,
  outcome text not null,
  reason text
);
create index files_by_document on cvx.files (document);

-- What identifies a person: e-mail address, phone number, profile page. Each belongs to one person. Kept as plain text:
-- the profile beside it holds the same values, and a hash of a phone number hides nothing. Erased with the person.
create table cvx.person_keys (
  key text collate "C" primary key,
  person uuid not null references cvx.people on delete cascade
);
create index person_keys_by_person on cvx.person_keys (person);

-- Which revision of a person the search index of that name holds.
create table cvx.indexed (
  spec text not null,
  person uuid not null references cvx.people on delete cascade,
  revision integer not null,
  primary key (spec, person)
);
create index indexed_by_person on cvx.indexed (person);
