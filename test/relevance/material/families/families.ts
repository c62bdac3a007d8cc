import { familyOf, type Family, type TextLanguage } from '../family.ts';
import { CARE } from './care.ts';
import { DATA } from './data.ts';
import { FRENCH } from './french.ts';
import { GERMAN } from './german.ts';
import { INTERFACES } from './interfaces.ts';
import { MACHINES } from './machines.ts';
import { OFFICE } from './office.ts';
import { OPERATIONS } from './operations.ts';
import { PRODUCT } from './product.ts';
import { SERVERS } from './servers.ts';
import { TEACHING_AND_LAW } from './teaching-and-law.ts';
import { TRADES } from './trades.ts';

const BY_KEY = new Map<string, Family>(
  [
    ...SERVERS,
    ...INTERFACES,
    ...MACHINES,
    ...DATA,
    ...OPERATIONS,
    ...PRODUCT,
    ...CARE,
    ...OFFICE,
    ...TEACHING_AND_LAW,
    ...TRADES,
    ...GERMAN,
    ...FRENCH,
  ]
    .map(familyOf)
    .map((family) => [`${family.id}:${family.language}`, family]),
);

/** Every line of work, in the order in which people are dealt to them. */
export const FAMILY_IDS: readonly string[] = [...BY_KEY.values()]
  .filter((f) => f.language === 'en')
  .map((f) => f.id);

/** The material of a family in a language; undefined where nobody wrote any. */
export const familyIn = (id: string, language: TextLanguage): Family | undefined =>
  BY_KEY.get(`${id}:${language}`);

/** The English material, which every family has. */
export function englishFamily(id: string): Family {
  const family = familyIn(id, 'en');
  if (!family) throw new RangeError(`No family "${id}"`);
  return family;
}

/** What career changers did before. */
export const PAST: Readonly<Record<string, readonly string[]>> = {
  'eng-manager': ['backend-java', 'backend-ts', 'embedded', 'frontend-react'],
  product: ['frontend-react', 'marketing', 'qa', 'backend-java'],
  security: ['cloud-network', 'devops-sre'],
  'devops-sre': ['cloud-network', 'backend-java', 'python-web'],
  'data-eng': ['dba', 'backend-java', 'python-web'],
  'data-sci': ['teacher', 'controller'],
  techwriter: ['teacher', 'mechanical-engineer', 'qa'],
  ux: ['marketing', 'frontend-angular-vue'],
  qa: ['support', 'gamedev'],
  teacher: ['chef', 'data-sci', 'nurse'],
  'social-worker': ['nurse', 'teacher'],
  hr: ['sales', 'hotel', 'lawyer'],
  controller: ['accountant', 'mechanical-engineer'],
  sales: ['mechanical-engineer', 'chef', 'support'],
  sap: ['accountant', 'logistics', 'controller'],
  logistics: ['mechanic', 'sales'],
  support: ['hotel', 'teacher'],
  hotel: ['chef', 'sales'],
  architect: ['civil-engineer'],
  'backend-ts': ['frontend-react', 'python-web'],
  'go-infra': ['embedded', 'backend-java'],
  'mobile-cross': ['frontend-react', 'android'],
  electrician: ['mechanic'],
  marketing: ['sales', 'techwriter'],
};
