import type { YearMonth } from '../../domain/profile.ts';
import type { Understand } from './parse-document.ts';

/** Not wired yet. */
export function understandWith(_now: YearMonth): Understand {
  return () => ({
    profile: {
      emails: [],
      phones: [],
      links: [],
      skills: [],
      experience: [],
      education: [],
      languages: [],
      flags: [],
    },
    chunks: [],
  });
}
