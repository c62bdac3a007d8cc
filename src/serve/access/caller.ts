/** What a caller may do; each role includes those before it. */
export const ROLES = ['read', 'ingest', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** Who sent a request. */
export interface Caller {
  /** Name of the key; `local` where the server is open to this machine only. */
  readonly name: string;
  readonly role: Role;
}

/** Whether `has` includes `needs`. */
export function mayAct(has: Role, needs: Role): boolean {
  return ROLES.indexOf(has) >= ROLES.indexOf(needs);
}
