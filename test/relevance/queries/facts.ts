import { both, livesIn, studiedAt, want, workedAt, type Rule } from '../rules.ts';
import type { Query } from './query.ts';

const fact = (query: string, rule: Rule): Query => ({ kind: 'fact', query, rule });
/** A skill so rare that having shown it at any time is the answer. */
const rare =
  (tag: string): Rule =>
  (person) =>
    person.jobs.some((job) => job.lines.some((line) => line.tags.includes(tag))) ? 3 : 0;

export const FACT_QUERIES: readonly Query[] = [
  fact('worked at Kranichfeld Insurance', workedAt('Kranichfeld Insurance')),
  fact('Cordelune Software', workedAt('Cordelune Software')),
  fact('formerly Foxglade Digital', workedAt('Foxglade Digital')),
  fact('Everholt Industries employees', workedAt('Everholt Industries')),
  fact('Grindlebrook Hospital', workedAt('Grindlebrook Hospital')),
  fact('Pebblecroft Machines', workedAt('Pebblecroft Machines')),
  fact('anyone from Mossbridge Care', workedAt('Mossbridge Care')),
  fact('people of Glimmerford Media', workedAt('Glimmerford Media')),
  fact('graduates of Hochschule Elbaue', studiedAt('Hochschule Elbaue')),
  fact('Pembrook College', studiedAt('Pembrook College')),
  fact('Lycée Marguerite-Aubrac', studiedAt('Lycée Marguerite-Aubrac')),
  fact('lawyer from Pembrook College', both(studiedAt('Pembrook College'), want({ role: ['lawyer'] }))),
  fact(
    'nurse who studied at Thornbury Institute of Technology',
    both(studiedAt('Thornbury Institute of Technology'), want({ role: ['nurse'] })),
  ),
  fact('architect Fjordby University', both(studiedAt('Fjordby University'), want({ role: ['architect'] }))),
  fact('lives in Galway', livesIn('Galway')),
  fact('candidates in Vienna', livesIn('Vienna')),
  fact('doctor in Galway', want({ role: ['doctor'], towns: ['Galway'] })),
  fact(
    'devops Manchester',
    want({ role: ['devops-sre'], near: ['cloud-network', 'go-infra'], towns: ['Manchester'] }),
  ),
  fact('electrician Berlin', want({ role: ['electrician'], towns: ['Berlin'] })),
  fact('COBOL mainframe', rare('cobol')),
  fact('Erlang', rare('erlang')),
  fact('VHDL FPGA', rare('fpga')),
  fact('sign language', rare('sign-language')),
  fact('expedition physician Antarctica', rare('antarctica')),
  fact('TLA+', rare('tla+')),
  fact('rammed earth', rare('rammed-earth')),
  fact('Adabas', rare('adabas')),
  fact('SIL 4 railway interlocking', rare('sil-4')),
  fact('Part-66 B1 aircraft licence', (person) =>
    rare('part-66')(person) > 0 || person.education.some(({ degree }) => degree.startsWith('Part-66'))
      ? 3
      : 0,
  ),
  fact('Hybris', rare('hybris')),
];
