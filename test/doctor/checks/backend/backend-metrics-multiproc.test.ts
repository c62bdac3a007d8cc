import { backendMetricsMultiproc } from '../../../../src/doctor/checks/backend/backend-metrics-multiproc.ts';
import { testCheck } from '../../test-check.ts';

const APP = 'from prometheus_client import Counter, generate_latest\n';
const compose = (more: string) => `services:\n  api:\n    build: ./api\n${more}`;

testCheck(backendMetricsMultiproc, {
  sick: [
    {
      name: 'on the command line',
      files: { 'compose.yaml': compose('    command: uvicorn main:app --workers 4\n'), 'api/main.py': APP },
      finds: [
        {
          at: 'compose.yaml:4:14',
          message: /^api runs 4 processes that count each for itself/,
          by: ['config'],
          severity: 'warning',
        },
      ],
    },
    {
      name: 'by a variable of uvicorn, started by a script',
      files: {
        'compose.yaml': compose('    environment:\n      UVICORN_WORKERS: "3"\n'),
        'api/start.sh': 'exec uvicorn main:app --host 0.0.0.0\n',
        'api/main.py': APP,
      },
      finds: [{ at: 'compose.yaml:5:24', message: /runs 3 processes/ }],
    },
  ],
  healthy: [
    {
      name: 'one process',
      files: { 'compose.yaml': compose('    command: uvicorn main:app\n'), 'api/main.py': APP },
    },
    {
      name: 'they count together',
      files: {
        'compose.yaml': compose(
          '    command: uvicorn main:app --workers 4\n    environment: {PROMETHEUS_MULTIPROC_DIR: /run/metrics}\n',
        ),
        'api/main.py': APP,
      },
    },
    {
      name: 'the start script sets the folder',
      files: {
        'compose.yaml': compose('    command: ./start.sh\n'),
        'api/start.sh':
          'export PROMETHEUS_MULTIPROC_DIR=/tmp/m\nrm -rf /tmp/m; mkdir /tmp/m\nexec gunicorn -w 4 main:app\n',
        'api/main.py': APP,
      },
    },
  ],
  notApplicable: [
    {
      name: 'it does not count',
      files: {
        'compose.yaml': compose('    command: uvicorn main:app --workers 4\n'),
        'api/main.py': 'import os\n',
      },
    },
  ],
});
