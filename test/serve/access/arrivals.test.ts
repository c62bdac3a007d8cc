import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createArrivals } from '../../../src/serve/access/arrivals.ts';

const open: (Server | Socket)[] = [];
afterEach(() => {
  for (const one of open.splice(0)) {
    if ('destroy' in one) one.destroy();
    else one.close();
  }
});

test('all connections that wait in the kernel are taken, and their requests read, before the next piece of work', async () => {
  const arrivals = createArrivals();
  const server = createServer((_request, response) => {
    arrivals.tell();
    response.end();
  });
  let accepted = 0;
  server.on('connection', () => {
    accepted += 1;
    arrivals.tell();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const sockets = Array.from({ length: 10 }, () => connect(port, '127.0.0.1'));
  open.push(...sockets);
  let answered = 0;
  server.on('request', () => (answered += 1));
  for (const socket of sockets) socket.end('GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n');
  // The sockets connect and write in this process, too: each look is one chance for them.
  for (let looks = 0; looks < 10 && answered < sockets.length; looks += 1) await arrivals.settled();
  expect([accepted, answered]).toEqual([10, 10]);
});

test('where always more comes, work goes on all the same', async () => {
  const arrivals = createArrivals();
  let looking = true;
  const flood = (): void => {
    arrivals.tell();
    if (looking) setImmediate(flood);
  };
  flood();
  await arrivals.settled();
  looking = false;
});
