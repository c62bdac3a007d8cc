import { isInFolder } from '../is-in-folder.ts';
import { START_SCRIPTS } from './built-in.ts';
import { mayWriteInto } from './may-change.ts';
import type { ServiceImage } from './service-image.ts';

/**
 * Whether a folder of an image holds what its base has there and what is copied from the build context, or less: nothing is made in
 * it by the build, and nothing that the Dockerfile adds runs at the start.
 */
export function isOnlyCopiedInto({ recipe, start }: ServiceImage, folder: string): boolean {
  return (
    recipe.entrypoint === undefined &&
    !mayWriteInto(start.words.join(' '), folder) &&
    recipe.steps.every((step) => {
      if (step.do === 'run') return !mayWriteInto(step.script, folder);
      const others = step.do === 'cover' ? [folder] : START_SCRIPTS;
      return !others.some((other) => overlaps(step.target, other));
    })
  );
}

function overlaps(one: string, other: string): boolean {
  return one === '/' || isInFolder(one, other) || isInFolder(other, one);
}
