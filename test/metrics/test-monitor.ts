import { tmpdir } from 'node:os';
import { openMonitor, type Monitor, type MonitorParts } from '../../src/metrics/monitor.ts';
import { openMemoryCache } from '../../src/stores/cache/memory.ts';
import { openMemoryQueue } from '../../src/stores/job-queue/memory.ts';
import { openContext } from '../../src/context.ts';
