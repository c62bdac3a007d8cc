import { IMAGE_VARIABLES } from './tables/image-variables.ts';

/** The images whose environment is known, named as the kinds of services are. */
export type KnownImage =
  | 'postgres'
  | 'redis'
  | 'qdrant'
  | 'nginx'
  | 'prometheus'
  | 'redis-exporter'
  | 'postgres-exporter';

export interface HonouredVariable {
  /** A name, or the start of names followed by `*`. */
  readonly name: string;
  readonly what?: string;
  readonly note?: string;
}

/** A variable that people set on an image which does not read it. */
export interface IgnoredVariable {
  readonly name: string;
  readonly why: string;
  readonly useInstead: string;
}

/** What an official image reads from its environment, by the source of its entrypoint and program. */
export interface ImageVariables {
  readonly kind: KnownImage;
  readonly image: string;
  readonly honoured: readonly HonouredVariable[];
  readonly ignored: readonly IgnoredVariable[];
}

const IMAGES = new Map<string, ImageVariables>(IMAGE_VARIABLES.map((image) => [image.kind, image]));

/** Every variable that the image of a kind of service reads; undefined where that is not known. nginx's templates read any. */
export function honouredVariables(kind: string): readonly HonouredVariable[] | undefined {
  return IMAGES.get(kind)?.honoured;
}

/** Whether the image reads a variable of that name. */
export function isHonoured(kind: string, name: string): boolean {
  return (honouredVariables(kind) ?? []).some((one) =>
    one.name.endsWith('*') ? name.startsWith(one.name.slice(0, -1)) : one.name === name,
  );
}

/** A variable that is known to do nothing in that image, and what to write instead. */
export function ignoredVariable(kind: string, name: string): IgnoredVariable | undefined {
  return IMAGES.get(kind)?.ignored.find((one) => one.name === name);
}
