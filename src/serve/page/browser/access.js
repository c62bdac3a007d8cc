/** Who is asking and what they may do, so that the page offers nothing that the server would refuse. */
import { ask } from './api.js';

/** @typedef {'read' | 'ingest' | 'admin'} Role */

/** @type {readonly Role[]} */
const ROLES = ['read', 'ingest', 'admin'];

/** `key` is its name. @type {Promise<{version: string, key: string, role: Role}> | undefined} */
let me;

/** Asked once; again after a failure. */
export function whoAmI() {
  me ??= ask('api/me').catch((/** @type {unknown} */ error) => {
    me = undefined;
    throw error;
  });
  return me;
}

/** Whether the reader may do what `needs` allows: each role includes those before it. @param {Role} needs */
export async function may(needs) {
  const { role } = await whoAmI();
  return ROLES.indexOf(role) >= ROLES.indexOf(needs);
}
