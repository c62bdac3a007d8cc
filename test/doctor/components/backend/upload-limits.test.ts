import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { MIB, uploadLimit } from '../../../../src/doctor/components/backend/upload-limits.ts';
import { readProject } from '../../../../src/project/read-project.ts';

async function limitOf(environment: string, sources: Readonly<Record<string, string>> = {}) {
  const isBuilt = Object.keys(sources).length > 0;
  await using fixture = await createFixture({
    'compose.yaml': `services:\n  api:\n    ${isBuilt ? 'build: ./api' : 'image: example/api:1'}\n    environment: ${environment}\n`,
    'api/Dockerfile': 'FROM python:3.12-slim\nCMD ["uvicorn", "main:app"]\n',
    'api/requirements.txt': 'fastapi\n',
    ...sources,
  });
  const project = await readProject({ root: fixture.path, env: {} });
  const [service] = project.services;
  const limit = service && uploadLimit(project, service);
  return (
    limit && { megabytes: limit.bytes / MIB, at: `${limit.at.file}:${limit.at.line}`, isWhole: limit.isWhole }
  );
}

test.each([
  ['{MAX_UPLOAD_SIZE_MB: 50}', 50, false],
  ['{UPLOAD_MAX_FILESIZE: 50M}', 50, false],
  ['{MAX_UPLOAD_SIZE: "20 MB"}', 20, false],
  ['{MAX_CONTENT_LENGTH: 33554432}', 32, true],
  ['{MAX_REQUEST_BODY_BYTES: 1048576}', 1, true],
  ['{MAX_FILE_SIZE_KB: 2048, MAX_CV_SIZE_MB: 8}', 8, false],
])('variables %s: %d MB', async (environment, megabytes, isWhole) => {
  expect(await limitOf(environment)).toEqual({ megabytes, at: 'compose.yaml:4', isWhole });
});

test.each([
  '{LOG_FILE_MAX_SIZE_MB: 50}',
  '{MAX_UPLOAD_SIZE: 50}',
  '{MAX_UPLOAD_SIZE_MB: many}',
  '{MAX_FILES: 500000}',
  '{MAX_REQUEST_LIMIT: 100}',
  '{DATA_UPLOAD_MAX_MEMORY_SIZE: 5242880}',
])('variables %s say nothing of uploads', async (environment) => {
  expect(await limitOf(environment)).toBeUndefined();
});

const FORM = 'def upload(file: UploadFile): ...\n';
test.each([
  ['main.py', `${FORM}MAX_FILE_SIZE = 10 * 1024 * 1024  # 10 MB\n`, 10],
  ['settings.py', 'class Settings:\n    max_upload_size_mb: int = 500\n', 500],
  ['settings.py', 'class Settings:\n    max_upload_mb: int = Field(default=25, ge=1)\n', 25],
  ['main.py', `${FORM}app.config["MAX_CONTENT_LENGTH"] = 16 * 1024 * 1024\n`, 16],
  ['main.py', `${FORM}LIMIT = int(os.getenv("MAX_UPLOAD_MB", "40")) * 1024 * 1024\n`, 40],
  ['upload.ts', 'export const maxFileSize = 5 * 1024 * 1024;\n', 5],
  ['upload.js', 'const limit = Number(process.env.MAX_UPLOAD_MB ?? 12) * 1024 * 1024;\n', 12],
])('%s: %j', async (name, text, megabytes) => {
  const line = text.startsWith(FORM) || text.startsWith('class') ? 2 : 1;
  expect(await limitOf('{}', { 'api/form.py': FORM, [`api/${name}`]: text })).toMatchObject({
    megabytes,
    at: `api/${name}:${line}`,
  });
});

test('a variable that the stack sets wins over what the sources say', async () => {
  const sources = { 'api/main.py': `${FORM}max_upload_size_mb: int = 10\n` };
  expect(await limitOf('{MAX_UPLOAD_SIZE_MB: 30}', sources)).toMatchObject({
    megabytes: 30,
    at: 'compose.yaml:4',
  });
});
