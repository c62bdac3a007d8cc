import { z } from 'zod';
import { addDeparted, renderSnapshots, snapshotSchema, type Snapshot } from './snapshot.ts';

/** One end of the channel between a worker process and its primary: `process` here, `Worker` of node:cluster there. */
export interface Channel {
  send(message: object): void;
  /** Calls `listener` with whatever comes, until the channel closes. */
  listen(listener: (message: unknown) => void): void;
}

const KIND = 'cvx:metrics';

const messageSchema = z.discriminatedUnion('step', [
  /** Worker: answer me for all of us; this is my own part. */
  z.object({ kind: z.literal(KIND), step: z.literal('render'), id: z.number(), own: snapshotSchema }),
  /** Primary: tell me your part. */
  z.object({ kind: z.literal(KIND), step: z.literal('ask') }),
  /** Worker: my part, asked for or before I end. */
  z.object({ kind: z.literal(KIND), step: z.literal('tell'), own: snapshotSchema }),
  /** Primary: the answer. */
  z.object({ kind: z.literal(KIND), step: z.literal('rendered'), id: z.number(), text: z.string() }),
]);
type Message = z.infer<typeof messageSchema>;

function readMessage(message: unknown): Message | undefined {
  const { success, data } = messageSchema.safeParse(message);
  return success ? data : undefined;
}

/**
 * How long a scrape waits for the other workers. One that is busy for longer counts with what it told last, which a later
 * scrape never falls below.
 */
const ANSWER_MS = 100;

/** How long a worker waits for its primary, which does nothing else: longer means that it has gone. */
const PRIMARY_MS = 2000;

/** Between two unasked tellings: what the counts lack at most after a worker was killed. */
export const TELL_MS = 5000;

export interface PrimaryMetrics {
  /** A worker process has begun. `id` must never come again. */
  join(id: number, channel: Channel): void;
  /** It has ended and its channel is drained; its counts stay. Unknown ids are not an error. */
  leave(id: number): void;
}

interface Member {
  readonly channel: Channel;
  last: Snapshot;
  /** Those who wait to hear from it. */
  readonly waiting: Set<() => void>;
}

/**
 * The primary's half: keeps the last counts of every worker, and of those that have ended, so that the sum never falls,
 * and renders the text, which costs the workers nothing then.
 */
export function gatherMetrics(): PrimaryMetrics {
  const members = new Map<number, Member>();
  let departed: Promise<Snapshot> = Promise.resolve([]);

  async function render(asking: number): Promise<string> {
    const others = [...members].filter(([id]) => id !== asking).map(([, member]) => member);
    await Promise.all(others.map(hearFrom));
    const own = members.get(asking)?.last ?? [];
    return renderSnapshots([own, ...others.map(({ last }) => last), await departed]);
  }

  async function answer(asking: number, id: number): Promise<void> {
    const channel = members.get(asking)?.channel;
    try {
      const text = await render(asking);
      channel?.send({ kind: KIND, step: 'rendered', id, text } satisfies Message);
    } catch {
      // The worker's wait ends by itself, and its scrape fails: better than counts that lack somebody's.
    }
  }

  return {
    join(id, channel) {
      const member: Member = { channel, last: [], waiting: new Set() };
      members.set(id, member);
      channel.listen((raw) => {
        const message = readMessage(raw);
        if (message?.step !== 'tell' && message?.step !== 'render') return;
        member.last = message.own;
        for (const heard of member.waiting) heard();
        if (message.step === 'render') void answer(id, message.id);
      });
    },
    leave(id) {
      const member = members.get(id);
      if (member === undefined) return;
      members.delete(id);
      for (const heard of member.waiting) heard();
      departed = departed.then((gone) => addDeparted(gone, member.last));
    },
  };
}

/** Asks for a worker's part; resolves once it has come, or the time is up. */
function hearFrom({ channel, waiting }: Member): Promise<void> {
  return new Promise((resolve) => {
    const heard = (): void => {
      clearTimeout(timer);
      waiting.delete(heard);
      resolve();
    };
    const timer = setTimeout(heard, ANSWER_MS);
    waiting.add(heard);
    channel.send({ kind: KIND, step: 'ask' } satisfies Message);
  });
}

export interface WorkerMetrics {
  /** Text for all workers; `own` is this one's part. Rejects where the primary does not answer. */
  renderAll(own: Snapshot): Promise<string>;
  /** Tells this worker's part unasked: now and then, and before it ends. */
  tell(): Promise<void>;
}

/** The worker's half. */
export function shareMetrics(channel: Channel, snapshot: () => Promise<Snapshot>): WorkerMetrics {
  const waiting = new Map<number, (text: string) => void>();
  let lastId = 0;
  const tell = async (): Promise<void> =>
    channel.send({ kind: KIND, step: 'tell', own: await snapshot() } satisfies Message);
  channel.listen((raw) => {
    const message = readMessage(raw);
    // Not told, it counts with what it told last; its own scrapes say what is wrong.
    if (message?.step === 'ask') tell().catch(() => undefined);
    if (message?.step === 'rendered') waiting.get(message.id)?.(message.text);
  });
  return {
    tell,
    renderAll: (own) =>
      new Promise((resolve, reject) => {
        const id = (lastId += 1);
        const end = (): void => {
          clearTimeout(timer);
          waiting.delete(id);
        };
        const timer = setTimeout(() => {
          end();
          reject(new Error('The primary process does not answer'));
        }, PRIMARY_MS);
        waiting.set(id, (text) => {
          end();
          resolve(text);
        });
        channel.send({ kind: KIND, step: 'render', id, own } satisfies Message);
      }),
  };
}
