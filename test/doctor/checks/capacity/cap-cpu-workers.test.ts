import { capCpuWorkers } from '../../../../src/doctor/checks/capacity/cap-cpu-workers.ts';
import { testCheck } from '../../test-check.ts';

const stack = (more: string, cmd = 'CMD ["uvicorn", "app:app"]\n'): Record<string, string> => ({
  'compose.yaml': `services:\n  api:\n    build: ./api\n    cpus: 1.5\n${more}`,
  'api/Dockerfile': `FROM python:3.12\n${cmd}`,
  'api/app.py': 'app = 1\n',
});

testCheck(capCpuWorkers, {
  sick: [
    {
      name: 'a variable behind another, in .env',
      files: {
        ...stack('    environment:\n      - UVICORN_WORKERS=${UVICORN_WORKERS:-2}\n'),
        '.env': 'UVICORN_WORKERS=12 # more is better\n',
      },
      finds: [
        {
          at: 'compose.yaml:6:9',
          message: /api runs 12 processes on 1\.5 cores: at most 4 have a turn/,
          by: ['config'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { '.env': /UVICORN_WORKERS=4 # more is better/ } },
    },
    {
      name: 'gunicorn in the Dockerfile',
      files: stack('', 'CMD ["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "-w", "9", "app:app"]\n'),
      finds: [{ at: 'api/Dockerfile:2:1', message: /runs 9 processes/, fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'four', files: stack('    command: uvicorn app:app --workers 4\n') },
    { name: 'one, since nothing is said', files: stack('') },
    {
      name: 'a variable that its program does not read',
      files: stack('    environment:\n      UVICORN_WORKERS: "12"\n', 'CMD ["gunicorn", "app:app"]\n'),
    },
  ],
  notApplicable: [
    { name: 'no application', files: { 'compose.yaml': 'services:\n  db:\n    image: postgres:16\n' } },
  ],
  notObservable: [
    {
      name: 'no limit',
      files: {
        ...stack(''),
        'compose.yaml': 'services:\n  api:\n    build: ./api\n    command: uvicorn a:b --workers 64\n',
      },
    },
  ],
});
