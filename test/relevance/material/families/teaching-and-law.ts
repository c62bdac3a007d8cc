import type { FamilySource } from '../family.ts';

export const TEACHING_AND_LAW: readonly FamilySource[] = [
  {
    id: 'teacher',
    sector: 'school',
    titles: 'Teacher|Secondary School Teacher|Primary School Teacher|Lecturer|Head of Department',
    summaries: `
      Teacher who knows that questions matter more than slides.
      I teach mixed classes with structure, warmth and a good store of experiments.
      School is a team; I bring plans, patience and a whistle.`,
    core: `
      Taught classes of {22-32} pupils and led a form #teaching
      Raised the share of passes from {58-70}% to {78-92}% #teaching #exams
      Planned lessons for mixed abilities and for children with special needs #teaching #inclusion
      Talked with parents in difficult phases #teaching #parents
      Mentored {2-9} trainee teachers #mentoring #teaching
      Organised trips and the summer fair #teaching #events`,
    specialties: {
      science: `
        Taught physics and chemistry up to final exams #physics #chemistry
        Ran the robotics club with Lego and Arduino #robotics
        Introduced pupils to Python in computing lessons #python-teaching #school`,
      languages: `
        Taught English and French to pupils from {8-20} countries #language-teaching
        Prepared adults for Cambridge and DELF certificates #language-teaching #adult-education
        Organised the exchange with a partner school #language-teaching`,
      primary: `
        Taught reading and arithmetic in years one to four #primary
        Started a school garden #primary
        Used play to find learning difficulties early #primary #inclusion`,
      music: `
        Conducted choir and wind band #music
        Staged a musical with {60-110} children #music #events
        Taught piano and recorder #music`,
    },
    skills:
      'Lesson planning, Classroom management, Differentiation, Assessment, Safeguarding, Moodle, Inclusion',
    degrees: 'PGCE Secondary Education|BEd Primary Education|MA Education|BSc Physics with Education',
  },
  {
    id: 'lawyer',
    sector: 'law',
    titles: 'Solicitor|Lawyer|Legal Counsel|Associate|Paralegal',
    summaries: `
      Lawyer who writes the shorter letter.
      Counsel for companies: contracts, employment and the occasional court.
      I explain risk in one page and a number.`,
    core: `
      Drafted and negotiated {80-400} supply and licence contracts a year #contracts #law
      Advised on employment disputes and represented the company in court #employment-law #litigation #law
      Researched case law and wrote opinions #legal-research #law
      Trained {50-600} colleagues in competition and bribery rules #compliance #training #law
      Managed outside counsel in {3-9} countries #law #management
      Introduced a clause library and self-service templates #contracts #law`,
    specialties: {
      privacy: `
        Acted as data protection officer for {4-20} companies #gdpr #privacy
        Answered supervisory authorities after a breach #gdpr #privacy
        Negotiated processing agreements with cloud vendors #gdpr #contracts`,
      property: `
        Conveyed {60-300} flats and commercial leases a year #property
        Settled neighbour and tenancy disputes #property #litigation
        Worked with notaries on subdivision #property`,
      ip: `
        Filed {30-140} trade marks and defended them #ip
        Drafted patent licences for a university #ip #contracts
        Stopped counterfeit goods at customs #ip`,
    },
    skills:
      'Contract drafting, Litigation, GDPR, Employment law, Company law, Legal research, Negotiation, Westlaw',
    degrees: 'LLB Law|LLM European Law|Second State Examination in Law|Legal Practice Course',
  },
];
