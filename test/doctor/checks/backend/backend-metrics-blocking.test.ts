import { backendMetricsBlocking } from '../../../../src/doctor/checks/backend/backend-metrics-blocking.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  api:
    build: ./backend
    ports: ["8000:8000"]
`;
const backend = (sources: Record<string, string>, compose = COMPOSE): Record<string, string> => ({
  'compose.yaml': compose,
  ...Object.fromEntries(Object.entries(sources).map(([file, text]) => [`backend/${file}`, text])),
});
const main = (rest: string): Record<string, string> =>
  backend({
    'main.py': `import asyncio
import subprocess
import time
import psutil
import requests
from fastapi import FastAPI, APIRouter
app = FastAPI()
router = APIRouter()

${rest}`,
  });

testCheck(backendMetricsBlocking, {
  sick: [
    {
      name: 'a second of psutil in the metrics, and the path is seen to take it',
      files: main(
        '@app.get("/api/metrics")\nasync def metrics() -> dict:\n    return {"cpu": psutil.cpu_percent(interval=1), "ram": 1}\n',
      ),
      live: {
        http: new Map([
          [
            'api',
            [
              {
                url: 'http://127.0.0.1:8000/api/metrics',
                status: 200,
                contentType: 'application/json',
                isMetrics: false,
                milliseconds: 1043,
              },
            ],
          ],
        ]),
      },
      finds: [
        {
          at: 'backend/main.py:12:20',
          message:
            /psutil\.cpu_percent\(interval=1\) in metrics stops every other request of api for 1 s, at every request of \/api\/metrics/,
          by: ['config', 'live'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: {},
        texts: { 'backend/main.py': /"cpu": psutil\.cpu_percent\(interval=None\), "ram": 1/ },
      },
    },
    {
      name: 'by position, with more arguments, in a route of its own file that is no metrics',
      files: main(
        '@router.get("/dashboard", tags=["ui"])\nasync def dashboard():\n    cpu = psutil.cpu_percent(0.1, percpu=True)\n    times = psutil.cpu_times_percent(percpu=False, interval=0.5)\n    return cpu, times\n',
      ),
      finds: [
        { at: 'backend/main.py:12:11', message: /for 0\.1 s/, severity: 'info', by: ['config'] },
        { at: 'backend/main.py:13:13', message: /cpu_times_percent.* for 0\.5 s/, severity: 'warning' },
      ],
      afterFix: {
        texts: {
          'backend/main.py':
            /cpu_percent\(interval=None, percpu=True\)\n.*cpu_times_percent\(percpu=False, interval=None\)/,
        },
      },
    },
    {
      name: 'in a plain function of another file that the handler calls',
      files: backend({
        'app/system.py': 'import psutil\n\ndef system_load():\n    return psutil.cpu_percent(interval=1)\n',
        'app/main.py':
          'from fastapi import FastAPI\nfrom .system import system_load\napp = FastAPI()\n@app.get("/health")\nasync def health():\n    return {"load": system_load()}\n',
      }),
      finds: [
        { at: 'backend/app/system.py:4:12', message: /in system_load stops .* at every request of \/health/ },
      ],
    },
    {
      name: 'in a task that starts with the server; a new Process has nothing to compare with',
      files: main(
        'async def sample():\n    while True:\n        psutil.Process().cpu_percent(interval=1.0)\n        await asyncio.sleep(15)\n\n@app.on_event("startup")\nasync def startup():\n    asyncio.create_task(sample())\n',
      ),
      finds: [{ at: 'backend/main.py:12:9', message: /whenever startup runs it/, fix: 'none' }],
    },
    {
      name: 'other calls that wait, in a health check',
      files: main(
        '@app.get("/healthz")\nasync def health():\n    requests.get("http://qdrant:6333/readyz", timeout=2)\n    subprocess.run(["nvidia-smi"])\n    time.sleep(1)\n    return {}\n',
      ),
      finds: [
        { at: 'backend/main.py:14:5', message: /time\.sleep\(\) in health/, fix: 'none' },
        { at: 'backend/main.py:12:5', message: /requests\.get\(\) in health .* while it lasts/ },
        { at: 'backend/main.py:13:5', message: /subprocess\.run\(\)/ },
      ],
    },
    {
      name: 'two services of one source',
      files: backend(
        {
          'main.py':
            'from psutil import cpu_percent\nfrom starlette.applications import Starlette\napp = Starlette()\n@app.route("/metrics")\nasync def metrics(request):\n    return cpu_percent(1)\n',
        },
        'services:\n  api:\n    build: ./backend\n    ports: ["8000:8000"]\n  api-two:\n    build: ./backend\n    ports: ["8001:8000"]\n',
      ),
      finds: [{ at: 'backend/main.py:6:12', message: /of api and api-two for 1 s/ }],
      afterFix: { texts: { 'backend/main.py': /return cpu_percent\(interval=None\)/ } },
    },
    {
      name: 'two arguments by their place, of which the first may then have no name',
      files: main('@app.get("/metrics")\nasync def metrics():\n    return psutil.cpu_percent(1, True)\n'),
      finds: [{ at: 'backend/main.py:12:12', message: /^psutil\.cpu_percent\(1, True\) in metrics/ }],
      afterFix: { texts: { 'backend/main.py': /return psutil\.cpu_percent\(None, True\)\n/ } },
    },
    {
      name: 'one argument a line, as formatters write it',
      files: main(
        '@app.get("/metrics")\nasync def metrics():\n    return psutil.cpu_percent(\n        interval=1,\n        percpu=True,\n    )\n',
      ),
      finds: [
        { at: 'backend/main.py:12:12', message: /^psutil\.cpu_percent\(interval=1, percpu=True,\) in/ },
      ],
      afterFix: { texts: { 'backend/main.py': /\(\n {8}interval=None,\n {8}percpu=True,\n {4}\)\n/ } },
    },
  ],
  healthy: [
    {
      name: 'while the server starts, when nobody waits',
      files: main(`@asynccontextmanager
async def lifespan(app):
    psutil.cpu_percent(interval=1)
    yield

@app.on_event("startup")
async def startup():
    psutil.cpu_percent(interval=0.5)
`),
    },
    {
      name: 'a lambda over several lines, which a thread runs',
      files: main(`@app.get("/metrics")
async def metrics():
    return await asyncio.get_running_loop().run_in_executor(
        None,
        lambda: dict(
            cpu=psutil.cpu_percent(interval=1),
        ),
    )
`),
    },
    {
      name: 'what does not wait: None, 0, a plain def, a thread',
      files: main(`@app.get("/a/metrics")
async def a():
    # psutil.cpu_percent(interval=1)
    return psutil.cpu_percent(interval=None), psutil.cpu_percent(), psutil.cpu_percent(0.0)

@app.get("/b/metrics")
def b():
    time.sleep(1)
    return psutil.cpu_percent(interval=1)

@app.get("/c/metrics")
async def c():
    def measure():
        return psutil.cpu_percent(interval=1)
    one = await asyncio.to_thread(psutil.cpu_percent, 1)
    two = await asyncio.get_running_loop().run_in_executor(None, lambda: psutil.cpu_percent(interval=1))
    return one, two, await asyncio.to_thread(measure)
`),
    },
    {
      name: 'a script of its own, a function that nobody here calls, a wait that is awaited',
      files: main(`async def unused():
    psutil.cpu_percent(interval=1)

async def script():
    psutil.cpu_percent(interval=1)

@app.get("/metrics")
async def metrics():
    await asyncio.sleep(1)
    return "psutil.cpu_percent(interval=1)"

if __name__ == "__main__":
    asyncio.run(script())
`),
    },
    {
      name: 'other calls that wait, in a route that measures nothing',
      files: main(
        '@app.get("/fetch")\nasync def fetch():\n    return requests.get("http://example.com").text\n',
      ),
    },
    {
      name: 'Flask, which gives each async view a loop of its own; an interval that is not written out',
      files: backend({
        'flask_app.py':
          'import psutil\nfrom flask import Flask\napp = Flask(__name__)\n@app.get("/metrics")\nasync def metrics():\n    return psutil.cpu_percent(interval=1)\n',
        'main.py':
          'import psutil\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.get("/metrics")\nasync def load():\n    return psutil.cpu_percent(interval=WINDOW)\n',
      }),
    },
    {
      name: 'measured once, and kept; two functions of one name',
      files: main(`@functools.lru_cache
def gpu_name():
    return subprocess.run(["nvidia-smi"])

class A:
    def measure_load(self):
        return psutil.cpu_percent(interval=1)

class B:
    def measure_load(self):
        return 0

@app.get("/health")
async def health():
    return gpu_name(), B().measure_load()
`),
    },
    {
      name: 'tests of the backend',
      files: backend({
        'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
        'tests/app.py':
          'import psutil\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.get("/metrics")\nasync def metrics():\n    return psutil.cpu_percent(interval=1)\n',
      }),
    },
  ],
  notApplicable: [
    { name: 'no backend', files: { 'compose.yaml': 'services:\n  redis:\n    image: redis:7\n' } },
    { name: 'no Python', files: backend({ 'server.js': 'require("express")()\n' }) },
  ],
  notObservable: [
    {
      name: 'no source',
      files: {
        'compose.yaml':
          'services:\n  api:\n    image: registry.example.com/api:3\n    environment: {DATABASE_URL: "postgres://db/cv"}\n',
      },
    },
  ],
});
