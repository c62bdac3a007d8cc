/** The majors of PostgreSQL that cvx knows the parameters of. */
export const POSTGRES_MAJORS = [15, 16, 17, 18] as const;
export type PostgresMajor = (typeof POSTGRES_MAJORS)[number];

/** Of the tag: `postgres:15`, `pgvector/pgvector:0.8.0-pg16`, `postgis/postgis:17-3.5`. Undefined for others and other majors. */
export function postgresMajor({
  image = '',
}: {
  readonly image: string | undefined;
}): PostgresMajor | undefined {
  const tag = /:([^/:@]+)(?:@|$)/.exec(image)?.[1] ?? '';
  const major = Number(/pg(\d+)/.exec(tag)?.[1] ?? /^(\d+)/.exec(tag)?.[1]);
  return POSTGRES_MAJORS.find((known) => known === major);
}
