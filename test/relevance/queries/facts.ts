import { both, livesIn, studiedAt, want, workedAt, type Rule } from '../rules.ts';
import type { Query } from './query.ts';

const fact = (query: string, rule: Rule): Query => ({ kind: 'fact', query, rule });
/** A skill so rare that having shown it at any time is the answer. */
const rare =
  (tag: string): Rule =>
  (person) =>
    person.jobs.some((job) => job.lines.some((line) => line.tags.includes(tag))) ? 3 : 0;

export const FACT_QUERIES: readonly Query[] = [
  fact('worked at Zephyrine Payments', workedAt('Zephyrine Payments')),
  fact('Kestrelmoor Mobility', workedAt('Kestrelmoor Mobility')),
  fact('formerly Ostwind Data', workedAt('Ostwind Data')),
  fact('Thistledown Insurance employees', workedAt('Thistledown Insurance')),
  fact('Amberlock Hospital', workedAt('Amberlock Hospital')),
  fact('Pebblecroft Machines', workedAt('Pebblecroft Machines')),
  fact('anyone from Morgenrot Hotel', workedAt('Morgenrot Hotel')),
  fact('people of Hollowmark Group', workedAt('Hollowmark Group')),
  fact('graduates of Hochschule Elbaue', studiedAt('Hochschule Elbaue')),
  fact('Pembrook College', studiedAt('Pembrook College')),
  fact('Lycée Marguerite-Aubrac', studiedAt('Lycée Marguerite-Aubrac')),
  fact('lawyer from Pembrook College', both(studiedAt('Pembrook College'), want({ role: ['lawyer'] }))),
  fact(
    'data engineer who studied at Thornbury Institute of Technology',
    both(studiedAt('Thornbury Institute of Technology'), want({ role: ['data-eng'] })),
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
  fact('Part-66 B1 aircraft licence', rare('aircraft')),
  fact('Hybris', rare('hybris')),
];
