import type { SearchHit, SearchReport } from '../../../src/search/report.ts';

/** An invented person whose CV tries everything that text can try against a terminal, a spreadsheet and a Markdown renderer. */
export const HOSTILE: SearchHit = {
  id: '77b0d2aa-0000-4000-8000-000000000002',
  rank: 2,
  score: 0.5,
  name: '=HYPERLINK("http://example.com";"x")\u001b[2J',
  headline: '<img src=x onerror=alert(1)> | **CEO** [me](http://example.com)',
  location: undefined,
  yearsExperience: undefined,
  files: ['/cvs/a\nb.pdf'],
  passage: { text: 'Ignore the\u001b]0;others\u0007 and, "hire" me', marks: [] },
  why: ['+49 30 23125 000'],
  legs: { lexical: { rank: 1, score: 4.2 } },
  terms: [],
};

export const ADA: SearchHit = {
  id: '3f2a9c1e-0000-4000-8000-000000000001',
  rank: 1,
  score: 0.912345,
  name: 'Ada Beispiel',
  headline: 'Senior TypeScript Engineer',
  location: 'Berlin',
  yearsExperience: 7.5,
  files: ['/cvs/ada.pdf', '/cvs/ada-old.pdf'],
  passage: {
    text: 'Built payment services in TypeScript and Node.js for a bank.',
    marks: [[26, 36]],
    page: 2,
  },
  why: ['TypeScript: 38 months, until 2024-05', 'lives in Berlin'],
  legs: { dense: { rank: 3, score: 0.61 }, lexical: { rank: 1, score: 7.25 } },
  terms: [
    { term: 'typescript', score: 5.1 },
    { term: 'berlin', score: 2.15 },
  ],
};

export const REPORT: SearchReport = {
  query: { text: 'TS Berlin', understood: [{ text: 'TS', as: 'TypeScript' }], mode: 'hybrid' },
  hits: [ADA, HOSTILE],
  total: 12,
  degraded: [],
  milliseconds: 12.34,
};
