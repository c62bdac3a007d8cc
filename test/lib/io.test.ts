import { expect, test } from 'vitest';
import { createSink } from '../../src/lib/io.ts';
import { fakeStream } from './fake-io.ts';

const noColour = (): boolean => true;

test('a reader that has gone breaks the sink, once, and later writes go nowhere', async () => {
  const { stream, text } = fakeStream();
  let told = 0;
  const sink = createSink(stream, {}, noColour, () => told++);
  sink.line('first');
  const gone: NodeJS.ErrnoException = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  stream.emit('error', gone);
  stream.emit('error', gone);
  sink.line('second');
  await sink.flush();
  expect({ told, broken: sink.broken, text: text() }).toEqual({ told: 1, broken: true, text: 'first\n' });
});

test('any other error of the stream is not swallowed', async () => {
  const { stream } = fakeStream();
  const sink = createSink(stream, {}, noColour, () => {});
  stream.emit('error', Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
  await expect(sink.flush()).rejects.toThrow('no space left');
});

test('a live display gets what is written, until it lets go', () => {
  const { stream, text } = fakeStream();
  const sink = createSink(stream, {}, noColour, () => {});
  const caught: string[] = [];
  const release = sink.divert((written) => caught.push(written));
  sink.line('during');
  release();
  sink.line('after');
  expect({ caught, text: text() }).toEqual({ caught: ['during\n'], text: 'after\n' });
});

test('80 columns where the stream has no width', () => {
  const { stream } = fakeStream({ columns: 0 });
  expect(createSink(stream, {}, noColour, () => {}).columns).toBe(80);
});
