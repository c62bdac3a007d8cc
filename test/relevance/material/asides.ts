import { parseLines, type Line, type TextLanguage } from './family.ts';

/** Said of an employer under its name. Proves nothing. */
export const COMPANY_NOTES: Readonly<Record<TextLanguage, readonly string[]>> = {
  en: [
    'Family-owned company with {40-900} staff',
    'Fast-growing firm, {15-120} colleagues in two offices',
    'Part of an international group with {2-9} thousand employees',
    'Regional market leader, founded in 19{12-88}',
    'Cooperative owned by its {200-3000} members',
  ],
  de: [
    'Familienunternehmen mit {40-900} Beschäftigten',
    'Teil eines Konzerns mit {2-9} Tausend Beschäftigten',
  ],
  fr: ['Entreprise familiale de {40-900} salariés', "Filiale d'un groupe de {2-9} mille personnes"],
};

/** Words of many queries in lines that prove none of them: whoever ranks by words alone falls for these. */
export const PASSING_MENTIONS: readonly string[] = [
  'Sat next to the Kubernetes team and learnt to read their dashboards',
  'Took a two-day Java taster course in {2009-2013}',
  'Helped the payroll office carry folders during a move',
  'Tested the new React intranet as a pilot user and wrote down complaints',
  'Organised the summer party together with nurses, lawyers and cooks of the site',
  'Translated for a visiting SAP consultant during one week',
  'Read a book about machine learning with the lunch club',
  'Was interviewed by the marketing team for a recruiting film',
  'Represented the department in the choice of a new security service',
  'Kept a small Python script alive that somebody else had left',
  'Sold home-made cakes for the school fund',
  'Guided applicants for sales and engineering posts through the building',
];

export const INTERESTS: Readonly<Record<TextLanguage, readonly string[]>> = {
  en: [
    'Long-distance cycling and repairing old bicycles',
    'Choir singing, mostly alto, sometimes in tune',
    'Allotment gardening; treasurer of the allotment society',
    'Bouldering, board games and sourdough bread',
    'Volunteer lifeboat crew member',
    'Bird ringing at a coastal observatory in autumn',
    'Football coach of an under-twelve team',
    'Restoring radios with valves',
    'Chess club secretary and slow marathon runner',
    'Amateur theatre, usually the butler',
    'Beekeeping with six hives on a flat roof',
    'Street photography on film',
  ],
  de: [
    'Chorgesang und Wandern in den Alpen',
    'Ehrenamt in der Freiwilligen Feuerwehr',
    'Imkerei und Radreisen',
  ],
  fr: ['Randonnée et photographie argentique', 'Bénévolat au club de rugby', 'Théâtre amateur et jardinage'],
};

export const PROJECTS: Readonly<Record<TextLanguage, readonly string[]>> = {
  en: [
    'Wrote a small booking page for the village hall with a friend, still in use after {2-6} years',
    'Ran the repair café in the community centre, one Saturday a month, with {6-15} helpers',
    'Translated the parish newsletter for newcomers and found {4-12} other volunteers',
    'Gave {3-12} evening talks at the local professional association on lessons from daily work',
    'Collected {2-14} thousand for the hospice by walking the coast path in eleven days',
    'Mentored {2-6} school leavers through their first applications and interviews',
    'Kept the accounts of the sports club for {2-5} seasons without a missing receipt',
    'Sat on the examination board of the regional chamber as an honorary member',
  ],
  de: [
    'Mitglied im Prüfungsausschuss der Kammer seit {2011-2022}',
    'Organisation des Reparaturcafés im Stadtteil, einmal im Monat, mit {6-14} Helfenden',
    'Begleitung von {2-6} Jugendlichen bei der Berufswahl',
    'Kassenführung im Sportverein über {2-5} Spielzeiten',
  ],
  fr: [
    "Membre du jury d'examen de la chambre des métiers depuis {2011-2022}",
    'Animation du café-réparation du quartier, un samedi par mois, avec {6-14} bénévoles',
    "Accompagnement de {2-6} jeunes dans leur recherche d'emploi",
    'Trésorerie du club sportif pendant {2-5} saisons',
  ],
};

/** What only one person has: the needle of a fact query. `family` and `index` say who. */
export const RARITIES: readonly { readonly family: string; readonly index: number; readonly line: Line }[] = [
  [
    'backend-java',
    0,
    'Kept a COBOL and CICS mainframe settlement system alive during its replacement #cobol',
  ],
  ['backend-java', 4, 'Carried a COBOL copybook archive over to readable specifications #cobol'],
  ['backend-ts', 3, 'Ran a telephone exchange in Erlang/OTP before porting its billing #erlang'],
  ['embedded', 0, 'Described a motor controller in VHDL on a Lattice FPGA #fpga #vhdl'],
  ['embedded', 3, 'Rewrote the bootloader in Rust and convinced the safety assessor #rust'],
  ['go-infra', 0, 'Proved the commit protocol in TLA+ #tla+'],
  ['nurse', 0, 'Fluent in sign language and interpreter for deaf patients #sign-language'],
  ['teacher', 3, 'Taught sign language as an elective for two years #sign-language'],
  ['doctor', 0, 'Spent two winters as expedition physician at an Antarctic station #antarctica'],
  ['chef', 0, 'Cooked on a research icebreaker for 74 people #ship'],
  ['lawyer', 0, 'Advised on satellite launch licences and space law #space-law'],
  ['civil-engineer', 0, 'Blasting licence holder for tunnel headings #tunnel #blasting'],
  ['mechanical-engineer', 0, 'Restored a steam locomotive boiler to inspection standard #steam'],
  ['electrician', 0, 'Maintained lighthouse lamps and foghorns along the coast #lighthouse'],
  ['ml-nlp', 0, 'Built a finite-state morphological analyser for Northern Sámi #sami'],
  ['data-sci', 0, 'Modelled salmon migration for a hydropower licence #ecology'],
  ['dba', 0, 'Last person on site to tune an Ingres and an Adabas database #adabas'],
  ['devops-sre', 0, 'Ran a Nomad and Consul platform on bare metal before it was replaced #nomad'],
  ['gamedev', 0, 'Programmed haptics for a virtual-reality climbing wall #vr'],
  ['logistics', 0, 'Organised airlift of circus animals with veterinary papers #live-animals'],
  ['hotel', 0, 'Held the first Clefs d’Or pin of the city as concierge #concierge'],
  ['qa', 0, 'Tested railway interlocking software to SIL 4 #sil-4 #rail'],
  ['architect', 0, 'Built with rammed earth and straw bales #rammed-earth'],
  ['accountant', 0, 'Audited fishing quotas as a sworn expert #fishing'],
].map(([family, index, text]) => {
  const [line] = parseLines(String(text));
  if (!line) throw new RangeError('An empty rarity');
  return { family: String(family), index: Number(index), line };
});
