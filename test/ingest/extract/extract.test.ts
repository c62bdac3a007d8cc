import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../src/domain/profile.ts';
import { extractProfile } from '../../../src/ingest/extract/extract.ts';

const now = '2026-11';
const profileOf = (text: string): Profile => extractProfile(text, { now }).profile;
const jobs = (text: string): string[] =>
  profileOf(text).experience.map(
    ({ value: { title, company, start, end, current } }) =>
      `${title} | ${company} | ${start}..${current === true ? 'now' : end}`,
  );
const studies = (text: string): string[] =>
  profileOf(text).education.map(({ value: { degree, school, year } }) => `${degree} | ${school} | ${year}`);
const tongues = (text: string): string[] =>
  profileOf(text).languages.map(({ value: { name, level } }) => `${name} ${level ?? '-'}`);

describe('positions', () => {
  it.each([
    [
      'title, company (dates) on one line',
      'Experience\nNurse, Riverside Clinic (2017–2020)\n- Cared for forty patients.',
    ],
    [
      'title, then company, then dates',
      'Experience\n\nNurse\nRiverside Clinic, Leeds\n2017 – 2020\n• Cared for patients',
    ],
    [
      'company, then title, then dates',
      'Work History\n\nRiverside Clinic\nNurse\n2017 - 2020\n• Cared for patients',
    ],
    [
      'dates first, on a line of their own',
      'EXPERIENCE\n2017 – 2020\nNurse\nRiverside Clinic\nCared for forty patients a day, nights as well.',
    ],
    [
      'a column of dates',
      'Experience\n\n2017 – 2020\tNurse\nRiverside Clinic, Leeds\nCared for forty patients a day, nights as well.',
    ],
    ['"at"', 'Where I have worked\nNurse at Riverside Clinic, 2017 to 2020'],
    ['pipes', 'Employment:\nRiverside Clinic | Nurse | Leeds, UK | 2017 – 2020'],
    ['labels', 'Employment\nEmployer: Riverside Clinic\nPosition: Nurse\nPeriod: 2017 – 2020\nDuties: care'],
    ['bullets', 'Experience\n• 2017 – 2020: Nurse, Riverside Clinic'],
    [
      'no headings',
      'Ann Example\nann@example.com\n\nNurse, Riverside Clinic (2017 - 2020)\n* Cared for patients.',
    ],
  ])('%s', (_, text) => {
    expect(jobs(text)).toEqual(['Nurse | Riverside Clinic | 2017..2020']);
  });

  it('gives several titles at one company the same company', () => {
    const text =
      'Experience\n\nInitech\n\nSenior Manager\nJanuary 2022 - Present (4 years)\n\n- Led programmes.\n\nManager\nOctober 2019 - December 2021\n\n- Ran projects.';
    expect(jobs(text)).toEqual([
      'Senior Manager | Initech | 2022-01..now',
      'Manager | Initech | 2019-10..2021-12',
    ]);
  });

  it.each([
    [
      'Berufserfahrung\nseit 01/2015\tLeiter Controlling bei der Muster GmbH & Co. KG, Mainz',
      'Leiter Controlling | Muster GmbH & Co. KG | 2015-01..now',
    ],
    [
      'EXPÉRIENCES PROFESSIONNELLES\nDepuis sept. 2019 : Développeur chez Exemple SAS (Lyon)',
      'Développeur | Exemple SAS | 2019-09..now',
    ],
    [
      'EXPÉRIENCE\n2016 - 2019 : Ingénieur études – SSII Modèle, Paris\nProjet Java pour une banque',
      'Ingénieur études | SSII Modèle | 2016..2019',
    ],
    [
      'ESPERIENZA LAVORATIVA\n03/2018 – in corso: Infermiera presso Clinica Santa Rita',
      'Infermiera | Clinica Santa Rita | 2018-03..now',
    ],
    [
      'Experiencia laboral\nFrutas del Sol, Lima\tAgo. 2018 – a la fecha\nJefe de logística\n• Camiones',
      'Jefe de logística | Frutas del Sol | 2018-08..now',
    ],
    [
      'Experience\nWard Sister, Maternity   2017 – 2020\nRiverside Clinic\n- Led a ward.',
      'Ward Sister, Maternity | Riverside Clinic | 2017..2020',
    ],
    [
      'Experience\nSales Manager, Acme Widgets, Inc., Austin, TX   May 2017 - Present',
      'Sales Manager | Acme Widgets, Inc. | 2017-05..now',
    ],
    [
      'Experience\nTranslator\t03/2012 – 05/2017\nSelf-employed\n- Manuals.',
      'Translator | Self-employed | 2012-03..2017-05',
    ],
  ])('%j', (text, expected) => {
    expect(jobs(text)).toEqual([expected]);
  });
});

describe('years of experience', () => {
  it('counts overlaps once and leaves out what cannot be', () => {
    const text =
      'Experience\nEngineer, Acme GmbH (01/2018 – 12/2019)\nTrainer, Beta GmbH (07/2019 – 06/2020)\nTester, Gamma GmbH (05/2012 – 03/2011)\nLead, Delta GmbH (01/2030 – 12/2031)';
    const { yearsExperience, flags } = profileOf(text);
    expect(yearsExperience?.value).toBe(2.5);
    expect(flags).toEqual(expect.arrayContaining(['dates-reversed', 'dates-in-future', 'no-contact']));
  });
});

describe('skills', () => {
  const text =
    'Ann Example\n\nExperience\nEngineer, Acme GmbH (01/2018 – 12/2019)\n- Services in TypeScript; express delivery, the rest of the team can react.\nEngineer, Beta GmbH (01/2020 – 12/2020)\n- NodeJS and TypeScript\n\nSkills\nGo, R, k8s, TS, Beekeeping, Java 17';
  const skills = new Map(profileOf(text).skills.map(({ value }) => [value.name, value]));

  it('tells evidence from claim, with months and last use', () => {
    expect(skills.get('TypeScript')).toEqual({
      name: 'TypeScript',
      kind: 'evidenced',
      months: 36,
      lastUsed: '2020-12',
    });
    expect(skills.get('Node.js')).toEqual({
      name: 'Node.js',
      kind: 'evidenced',
      months: 12,
      lastUsed: '2020-12',
    });
    expect(skills.get('Kubernetes')).toEqual({ name: 'Kubernetes', kind: 'claimed' });
  });

  it('takes words of everyday language for skills only in lists', () => {
    expect([...skills.keys()].toSorted()).toEqual([
      'Beekeeping',
      'Go',
      'Java',
      'Kubernetes',
      'Node.js',
      'R',
      'TypeScript',
    ]);
  });
});

describe('sections', () => {
  it('flags headings that it does not know, and takes no name for one', () => {
    const head =
      'CONTACT\nann@example.com\n\nSKILLS\nFigma\n\nLANGUAGES\nEnglish C1\n\nANN EXAMPLE\nProduct Designer\n\nSUMMARY\nDraws.\n';
    const { profile, sections } = extractProfile(head, { now });
    expect(sections.map(({ kind }) => kind)).toEqual(['header', 'skills', 'languages', 'header', 'summary']);
    expect(profile.headline?.value).toBe('Product Designer');
    expect(profile.flags).toEqual([]);
    expect(profileOf(`${head}\nWIZARDRY\nSpells of many kinds`).flags).toEqual(['unknown-headings']);
  });
});

describe('names', () => {
  it.each([
    ['Curriculum Vitae of Ms. Thandiwe Nkosi\nProfile', 'Thandiwe Nkosi'],
    ['Lebenslauf – Jörg Müller-Lüdenscheidt', 'Jörg Müller-Lüdenscheidt'],
    ['Lebenslauf\n\nName: Dr. Hans-Peter von der Heide', 'Hans-Peter von der Heide'],
    ['ANNA VON DER LEINE\nIngenieurin', 'Anna von der Leine'],
    ['Prof. Dr. rer. nat. Eva Beispiel', 'Eva Beispiel'],
    ['RÉSUMÉ\nSiobhán O’Sullivan', 'Siobhán O’Sullivan'],
    ['Jean-Baptiste DUPONT\nIngénieur', 'Jean-Baptiste Dupont'],
    ['John Q. Public, PhD', 'John Q. Public'],
    ['Senior Engineer\nMax Mustermann\nmax.mustermann@example.com', 'Max Mustermann'],
    ['Contact\nlee@example.com\n\nSkills\nProject Management\n\nLee Example\nProject Manager', 'Lee Example'],
  ])('%j', (text, name) => {
    expect(profileOf(text).name?.value).toBe(name);
  });

  it('gives none where there is none', () => {
    expect(profileOf('Skills\nProject Management\nSoftware Engineering').name).toBeUndefined();
  });
});

describe('places', () => {
  it.each([
    ['Ann Example\n14 Harbour Lane, London E14, United Kingdom', 'London, United Kingdom'],
    ['Ann Example\nLindenallee 7, 60311 Frankfurt am Main', 'Frankfurt am Main'],
    ['Ann Example\ngeb. 02.09.1984 in Zwickau\n04155 Leipzig', 'Leipzig'],
    ['Ann Example\n123 Main Street, Austin, TX 78701', 'Austin, TX'],
    ['Ann Example\n12 rue des Lilas\n69003 LYON', 'Lyon'],
    ['Ann Example\nAdres: Keizersgracht 1, 1015 CJ Amsterdam', 'Amsterdam'],
    ['Ann Example\nWohnort: Kleinkleckersdorf', 'Kleinkleckersdorf'],
  ])('%j', (text, place) => {
    expect(profileOf(text).location?.value).toBe(place);
  });
});

describe('education', () => {
  it.each([
    ['Education\nBSc Physics, University of Leeds, 2012', 'BSc Physics | University of Leeds | 2012'],
    [
      'Education\nUniversity of Texas at Austin\nB.A. in Communications\nMay 2013',
      'B.A. in Communications | University of Texas at Austin | 2013',
    ],
    [
      'Ausbildung\n1996 – 2001\tStudium der Mathematik, Universität Mannheim',
      'Studium der Mathematik | Universität Mannheim | 2001',
    ],
    ['FORMATION\n2016 : Diplôme d’ingénieur, INSA Lyon', 'Diplôme d’ingénieur | INSA Lyon | 2016'],
    [
      'Schulische und berufliche Ausbildung\n2003 – 2006\tAusbildung zur Köchin\nBerufsschule Zwickau',
      'Ausbildung zur Köchin | Berufsschule Zwickau | 2006',
    ],
  ])('%j', (text, expected) => {
    expect(studies(`Ann Example\n\n${text}`)).toEqual([expected]);
  });
});

describe('languages', () => {
  it.each([
    ['Languages\nEnglish (native), German C1, French: B2', ['English native', 'German C1', 'French B2']],
    ['Sprachen\nDeutsch\tMuttersprache\nEnglisch\tverhandlungssicher', ['German native', 'English C1']],
    [
      'Languages: English (fluent), Zulu (mother tongue), Afrikaans',
      ['English C1', 'Zulu native', 'Afrikaans -'],
    ],
    ['Languages\nNative: Polish. Fluent: English', ['Polish native', 'English C1']],
    ['Languages\nSpanish\nNative\nEnglish\nB2', ['Spanish native', 'English B2']],
    ['How I talk\nPortuguese (native), German (C1)', ['Portuguese native', 'German C1']],
    ['Skills\nLanguages: TypeScript, Go', []],
  ])('%j', (text, expected) => {
    expect(tongues(`Ann Example\n\n${text}`)).toEqual(expected);
  });
});
