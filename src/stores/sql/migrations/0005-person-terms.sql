-- What a lexical search needs of each person, beside an index that lives on another server: while that one is down, people
-- are found by their words. Not tied to cvx.people: it can be dropped and rebuilt at any time.

create table cvx.person_terms (
  spec text collate "C" not null,
  candidate uuid not null,
  -- The weight of each term stands at the same place. One row per person and not per term: it is written with everybody who
  -- is indexed, and read in an outage only.
  terms text[] collate "C" not null,
  weights real[] not null,
  primary key (spec, candidate)
);
create index person_terms_by_candidate on cvx.person_terms (candidate);
create index person_terms_by_term on cvx.person_terms using gin (terms);
