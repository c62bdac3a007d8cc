import { openMemoryQueue } from '../../../src/stores/job-queue/memory.ts';
import { jobQueueContract } from '../../contracts/job-queue.ts';

jobQueueContract('Memory', async (bound) => openMemoryQueue({ bound, backoffMs: 1 }));
