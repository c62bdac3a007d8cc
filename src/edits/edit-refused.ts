import { CvxError } from '../lib/errors.ts';

/** An edit that cannot be made without touching more than it says. Names the file and why; nothing of it was applied. */
export class EditRefused extends CvxError {
  override readonly name = 'EditRefused';
  readonly file: string;
  /** One sentence without file content. */
  readonly reason: string;

  constructor(file: string, reason: string) {
    super('CVX_EDIT_REFUSED', `${file}: ${reason}`, { hint: `Change ${file} by hand.` });
    this.file = file;
    this.reason = reason;
  }
}

/** Thrown inside the editors of one text, which do not know the file's name. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** What is read, or the refusal where it cannot be. */
export function orRefusal<T>(read: () => T): T | Refusal {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
