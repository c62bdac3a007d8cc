import type { Target } from './target.ts';

export const COMPOSE: Target = { name: 'compose', render: () => new Map() };
