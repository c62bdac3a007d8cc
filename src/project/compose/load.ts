import { loadDocuments, type Reading, refuseInto } from './documents.ts';
import { extendServices } from './extends.ts';
import { includeModels, type ModelFiles } from './include.ts';
import { mergeTrees, withoutResets } from './merge.ts';
import type { MapTree } from './tree.ts';

/** Files merged as Compose does it: each interpolated, its `extends` and `include` resolved, then on top of those before. */
export function loadModel(model: ModelFiles, reading: Reading): MapTree | undefined {
  let merged: MapTree | undefined;
  for (const file of model.files) {
    for (const tree of loadDocuments(file, model.base, model.lookup, reading)) {
      const extended = extendServices(tree, file, model.lookup, reading);
      const complete = includeModels(
        extended,
        { ...model, includedBy: [...model.includedBy, file] },
        reading,
        loadModel,
      );
      const on = merged ? mergeTrees(merged, complete, [], refuseInto(reading)) : withoutResets(complete);
      if (on.kind === 'map') merged = on;
    }
  }
  return merged;
}
