import type { ConfigFile, Place, Service } from '../../../project/project.ts';

/** How a configuration file comes to its path in the container. */
export interface Standing {
  /** Where that is written: the mount, or what the Dockerfile copies. */
  readonly at: Place | undefined;
  /** `mounted at /etc/x.conf`, `copied to /etc/x.conf by web/Dockerfile` */
  readonly text: string;
}

export function howItStands({ mounts }: Service, { target = '', builtIn }: ConfigFile): Standing {
  if (builtIn !== undefined) return { at: builtIn.at, text: `copied to ${target} by ${builtIn.at.file}` };
  const mount = mounts.find(({ target: where }) => target === where || target.startsWith(`${where}/`));
  return { at: mount?.at, text: `mounted at ${target}` };
}
