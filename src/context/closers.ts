/** What has been opened so far, closed in reverse order whatever happens. */
export interface Closers {
  add(close: () => Promise<void>): void;
  /** Waits for `opening` and remembers to close it: at once where the others were closed meanwhile, or it kept the process alive. */
  keep<T extends { close(): Promise<void> }>(opening: Promise<T> | T): Promise<T>;
  /** All of them, whatever fails; the first failure is thrown at the end. Idempotent. */
  closeAll(): Promise<void>;
}

export function closers(): Closers {
  const opened: (() => Promise<void>)[] = [];
  let closed = false;
  return {
    add: (close) => void opened.push(close),
    async keep(opening) {
      const store = await opening;
      if (closed) await store.close();
      else opened.push(() => store.close());
      return store;
    },
    async closeAll() {
      closed = true;
      const failures: unknown[] = [];
      for (let close = opened.pop(); close !== undefined; close = opened.pop()) {
        try {
          await close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Both, at the same time. Unlike Promise.all it waits for the other one when one fails, so that nothing opens behind its back. */
export async function together<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}
