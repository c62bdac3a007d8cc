import { openMemoryQueue } from '../../../src/stores/job-queue/memory.ts';
import { deadLettersContract } from '../../contracts/dead-letters.ts';
import { jobQueueContract } from '../../contracts/job-queue.ts';

jobQueueContract('Memory', async (bound) => openMemoryQueue({ bound, backoffMs: 1 }));
deadLettersContract('Memory', async (bound) => openMemoryQueue({ bound, backoffMs: 1 }));
