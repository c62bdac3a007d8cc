import { Document, ExternalHyperlink, Packer, Paragraph, TextRun } from 'docx';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import PdfKit from 'pdfkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import yazl from 'yazl';
import type { Job } from '../../src/serve/ingest/job.ts';
import { jobAnswerSchema } from '../../src/serve/routes/ingest.ts';
import { searchAnswerSchema } from '../../src/serve/routes/search.ts';
import { json } from './open-app.ts';
import { runServe, type Served } from './run-serve.ts';

let home: string;
let served: Served;
let listening: Server;
let trap: string;
let connections = 0;

beforeAll(async () => {
  listening = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  trap = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  home = await mkdtemp(join(tmpdir(), 'cvx-links-'));
  served = await runServe([], { CVX_HOME: home });
});
afterAll(async () => {
  await served.stop('SIGTERM');
  listening.close();
  await rm(home, { recursive: true, force: true });
});

const lines = (name: string): string[] => [
  name,
  'Beekeeper',
  `${name.toLowerCase().replace(' ', '.')}@example.com`,
  'Experience',
  'Beekeeper, Heath Farm',
  '02/2015 - 05/2021',
  'Hives and honey.',
];

function html(): string {
  const text = lines('Hanna Weber')
    .map((line) => `<p>${line}</p>`)
    .join('');
  return `<!doctype html><html><head><base href="${trap}/"><link rel="stylesheet" href="${trap}/a.css"><script src="${trap}/a.js"></script><meta http-equiv="refresh" content="0; url=${trap}/r"></head><body>${text}<p><a href="${trap}/profile">Profile</a></p><img src="${trap}/i.png" srcset="${trap}/i2.png 2x"><iframe src="${trap}/f"></iframe><object data="${trap}/o"></object><svg><image href="${trap}/s.svg"/></svg></body></html>`;
}

function markdown(): string {
  return `${lines('Mats Holm').join('\n\n')}\n\n[Profile](${trap}/profile) ![Portrait](${trap}/me.png)\n\n<img src="${trap}/m.png">\n\n[ref]: ${trap}/ref\n`;
}

async function pdf(): Promise<Buffer> {
  const document = new PdfKit();
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const line of lines('Paula Diaz')) document.text(line);
  document.text('Profile', { link: `${trap}/profile`, underline: true });
  document.text(`${trap}/bare`);
  const ended = once(document, 'end');
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

function docx(): Promise<Buffer> {
  const link = new ExternalHyperlink({ link: `${trap}/profile`, children: [new TextRun('Profile')] });
  return Packer.toBuffer(
    new Document({
      sections: [
        {
          children: [
            ...lines('Doris Beck').map((line) => new Paragraph(line)),
            new Paragraph({ children: [link] }),
          ],
        },
      ],
    }),
  );
}

/** As Word loads a picture, a style sheet or a template from elsewhere, and an XML parser a document type. */
async function externalDocx(): Promise<Buffer> {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const w = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const relation = (id: string, kind: string, target: string, mode = ''): string =>
    `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"${mode}/>`;
  const relations = (inner: string): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  const outside = ' TargetMode="External"';
  const zip = new yazl.ZipFile();
  const add = (name: string, text: string): void => zip.addBuffer(Buffer.from(text), name);
  add(
    '[Content_Types].xml',
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  );
  add('_rels/.rels', relations(relation('r1', 'officeDocument', 'word/document.xml')));
  add(
    'word/_rels/document.xml.rels',
    relations(
      relation('r1', 'image', `${trap}/i.png`, outside) +
        relation('r2', 'attachedTemplate', `${trap}/t.dotm`, outside) +
        relation('r3', 'styles', `${trap}/styles.xml`, outside),
    ),
  );
  add(
    'word/document.xml',
    `<?xml version="1.0"?><!DOCTYPE d SYSTEM "${trap}/d.dtd"><w:document xmlns:w="${w}" xmlns:r="${office}"><w:body>${lines(
      'Xenia Ruiz',
    )
      .map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`)
      .join('')}</w:body></w:document>`,
  );
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function read(files: Readonly<Record<string, Buffer | string>>): Promise<Job> {
  const body = new FormData();
  for (const [name, bytes] of Object.entries(files))
    body.append('files', new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name));
  const sent = await fetch(`${served.url}/api/ingest`, { method: 'POST', body });
  let { job } = jobAnswerSchema.parse(await sent.json());
  while (job.state !== 'done') {
    await sleep(50);
    job = jobAnswerSchema.parse(await (await fetch(`${served.url}/api/ingest/${job.id}`)).json()).job;
  }
  return job;
}

test('no link, picture, style or document type of a CV is ever followed', async () => {
  const job = await read({
    'hanna.html': html(),
    'mats.md': markdown(),
    'paula.pdf': await pdf(),
    'doris.docx': await docx(),
    'xenia.docx': await externalDocx(),
  });
  expect(job.files.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['hanna.html', 'indexed'],
    ['mats.md', 'indexed'],
    ['paula.pdf', 'indexed'],
    ['doris.docx', 'indexed'],
    ['xenia.docx', 'indexed'],
  ]);
  const found = await fetch(`${served.url}/api/search`, json({ query: 'beekeeper hives' }));
  expect(searchAnswerSchema.parse(await found.json()).total).toBe(5);
  for (const { id } of job.files)
    expect((await fetch(`${served.url}/api/candidates/${id}`)).status).toBe(200);
  expect(connections).toBe(0);
  // It would have been noticed.
  const { port } = new URL(trap);
  await once(connect(Number(port), '127.0.0.1'), 'close');
  expect(connections).toBe(1);
});
