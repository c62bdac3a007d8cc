-- Counts the changes of the people and of what any index holds of them. Answers that were cached under an older number are not asked for
-- again, on whatever machine they were cached: no message has to reach anybody, and none can be lost.

create table cvx.generation (
  value bigint not null
);
insert into cvx.generation (value) values (0);

-- A person is marked in cvx.indexed whenever an index has been brought to their present state, and leaves it when forgotten.
create function cvx.next_generation() returns trigger language plpgsql as $$
begin
  update cvx.generation set value = value + 1;
  return null;
end
$$;
-- A change of a person counts as well: then somebody is pending, and what was known of that is no longer so.
create trigger people_changed after insert or update or delete on cvx.people
  for each statement execute function cvx.next_generation();
create trigger indexed_changed after insert or update or delete on cvx.indexed
  for each statement execute function cvx.next_generation();
