import type { FamilySource } from '../family.ts';

export const CARE_AND_OFFICE: readonly FamilySource[] = [
  {
    id: 'nurse',
    sector: 'health',
    titles: 'Registered Nurse|Staff Nurse|Charge Nurse|Nurse Practitioner|Ward Nurse',
    summaries: `
      Registered nurse with steady hands and a clear voice in emergencies.
      I care for patients and their families, and for the newest colleague on the ward.
      Nurse with experience on busy wards; punctual with charts, generous with time.`,
    core: `
      Cared for {6-14} patients per shift, from admission to discharge planning #nursing #patient-care
      Gave intravenous medication and monitored infusions #medication #nursing
      Kept electronic charts complete and handed over with SBAR #charting #nursing
      Supervised {2-8} student nurses on placement #training #nursing
      Dressed surgical wounds and took part in the wound-care round #wound-care #nursing
      Audited hand hygiene and falls on the ward #quality #nursing`,
    specialties: {
      icu: `
        Looked after ventilated patients in an intensive care unit of {12-24} beds #icu #nursing
        Worked permanent night shifts with a ratio of one to two #night-shifts #icu
        Ran continuous haemofiltration and arterial lines #icu #dialysis`,
      paediatrics: `
        Nursed premature babies in a neonatal unit #neonatal #paediatrics
        Explained procedures to children with play #paediatrics
        Vaccinated {300-900} schoolchildren each season #vaccination #paediatrics`,
      community: `
        Visited {9-16} housebound people a day by car #community-nursing #home-care
        Coordinated palliative care at home with hospice and family #palliative #home-care
        Managed leg ulcers and diabetic feet #wound-care #diabetes`,
      theatre: `
        Scrubbed for orthopaedic and cardiac operations #theatre #surgery
        Checked instruments and implants before each list #theatre
        Assisted in anaesthetic rooms #anaesthesia #theatre`,
    },
    skills:
      'Patient assessment, Medication administration, Wound care, BLS, ACLS, Electronic health records, Infection control, Triage',
    degrees: 'BSc Nursing|Diploma in Adult Nursing|MSc Advanced Clinical Practice|BSc Children’s Nursing',
  },
  {
    id: 'doctor',
    sector: 'health',
    titles: 'Physician|General Practitioner|Specialist Registrar|Consultant Physician|Junior Doctor',
    summaries: `
      Physician who listens first and orders tests second.
      Doctor with a broad base in internal medicine and a sense for the rare case.
      I treat, teach and write letters that patients can understand.`,
    core: `
      Saw {18-35} patients a day in clinic and on the ward #medicine #patient-care
      Led ward rounds and decided on treatment with the patient #medicine
      Taught {4-12} medical students each term #teaching #medicine
      Covered emergency admissions on call one night in {4-7} #on-call #medicine
      Presented cases at the weekly tumour board #oncology #medicine
      Wrote the local guideline for sepsis #guidelines #medicine`,
    specialties: {
      cardiology: `
        Performed {200-900} echocardiograms and read long-term ECGs #cardiology
        Assisted in coronary angiography and pacemaker implantation #cardiology
        Followed heart-failure patients by telemedicine #cardiology #telemedicine`,
      gp: `
        Ran a family practice with {1200-3800} registered patients #general-practice
        Offered home visits and minor surgery #general-practice #surgery
        Screened for diabetes and high blood pressure #general-practice #diabetes`,
      psychiatry: `
        Treated adults with depression and psychosis in an acute unit #psychiatry
        Led group therapy and crisis visits #psychiatry
        Wrote reports for guardianship courts #psychiatry #law`,
    },
    skills:
      'Diagnosis, Internal medicine, Ultrasound, ECG, Emergency medicine, Medical teaching, Clinical research, ALS',
    degrees: 'MBBS Medicine|MD Medicine|MBChB|State Examination in Medicine',
  },
  {
    id: 'physio',
    sector: 'health',
    titles: 'Physiotherapist|Senior Physiotherapist|Occupational Therapist|Rehabilitation Therapist',
    summaries: `
      Therapist who measures progress in stairs climbed, not in appointments.
      I help people move again after injury, stroke or surgery.
      Rehabilitation is team work; I bring hands, exercises and humour.`,
    core: `
      Treated {10-16} patients a day after knee and hip replacement #rehabilitation #orthopaedics
      Planned home exercise programmes and checked them by video #rehabilitation #telemedicine
      Mobilised stroke patients from the second day #stroke #rehabilitation
      Applied manual therapy and dry needling #manual-therapy
      Adapted homes and ordered walking aids #rehabilitation #home-care
      Ran a back school for {20-80} office workers #prevention #training`,
    specialties: {
      sport: `
        Looked after a professional handball club on match days #sport
        Tested return to play after ligament surgery #sport #orthopaedics
        Taped, iced and talked players out of bravery #sport`,
      children: `
        Treated children with cerebral palsy #paediatrics
        Advised nurseries on seating and play #paediatrics
        Trained parents in daily handling #paediatrics #training`,
    },
    skills:
      'Manual therapy, Exercise therapy, Gait analysis, Lymph drainage, Stroke rehabilitation, Documentation',
    degrees: 'BSc Physiotherapy|MSc Rehabilitation Science|BSc Occupational Therapy',
  },
  {
    id: 'social-worker',
    sector: 'health',
    titles: 'Social Worker|Family Support Worker|Youth Worker|Case Manager|Care Coordinator',
    summaries: `
      Social worker for families under pressure; calm, documented and on their side.
      I coordinate help between courts, schools and kitchens.
      Experienced in child protection and in saying difficult things kindly.`,
    core: `
      Carried a caseload of {18-40} families #case-management #social-work
      Assessed risk to children and wrote court reports #child-protection #social-work
      Arranged foster placements and visited them monthly #fostering #social-work
      Helped people to benefits, housing and debt advice #welfare #social-work
      Moderated conferences of family, school and police #social-work #mediation
      Ran a weekly drop-in for teenagers #youth #social-work`,
    specialties: {
      addiction: `
        Counselled adults with addiction and accompanied withdrawal #addiction
        Ran relapse-prevention groups #addiction
        Worked with a needle exchange #addiction #harm-reduction`,
      refugees: `
        Supported {30-120} unaccompanied minors after arrival #refugees #youth
        Found interpreters and language classes #refugees
        Guided asylum interviews with lawyers #refugees #law`,
    },
    skills:
      'Safeguarding, Case management, Crisis intervention, Report writing, Motivational interviewing, Group work',
    degrees: 'BA Social Work|MA Social Work|BA Sociology|Diploma in Youth Work',
  },
  {
    id: 'accountant',
    sector: 'finance',
    titles: 'Accountant|Financial Accountant|Bookkeeper|Accounts Assistant|Chartered Accountant',
    summaries: `
      Accountant who closes on day three and can explain every line.
      Books, taxes and annual accounts for small and mid-sized firms.
      Careful with figures, quick with reminders, friendly with auditors.`,
    core: `
      Prepared monthly and annual accounts under local GAAP and IFRS for {3-14} entities #accounting #closing
      Posted {600-4000} supplier invoices a month and cleared open items #accounts-payable #accounting
      Filed VAT returns and answered the tax office #vat #tax #accounting
      Reconciled bank, cash and intercompany accounts #reconciliation #accounting
      Chased overdue receivables; days outstanding fell from {48-70} to {28-40} #accounts-receivable #accounting
      Supported the external auditors with schedules and samples #audit #accounting`,
    specialties: {
      tax: `
        Prepared corporation and trade tax for family businesses #tax
        Advised on inheritance and succession #tax #law
        Represented clients in tax inspections #tax #audit`,
      payroll: `
        Calculated monthly wages for {120-900} employees #payroll
        Reported to social insurance and pension funds #payroll
        Handled sick pay, maternity and garnishments #payroll #hr`,
      nonprofit: `
        Kept the books of a charity with {10-40} restricted funds #nonprofit
        Reported grants to the European Commission #nonprofit #grants
        Trained volunteers in expense claims #nonprofit #training`,
    },
    skills: 'Bookkeeping, DATEV, Xero, Sage, Excel, VAT, IFRS, Month-end close, Accounts payable, Payroll',
    degrees: 'BSc Accounting|ACCA Qualification|BA Finance|AAT Level 4',
  },
  {
    id: 'controller',
    sector: 'finance',
    titles: 'Financial Controller|Business Controller|Finance Analyst|FP&A Manager|Plant Controller',
    summaries: `
      Controller who walks the shop floor before reading the variance.
      I plan, compare and explain; surprises are for birthdays.
      Finance partner for managers who would rather talk about products.`,
    core: `
      Built budget and rolling forecast for {40-400} million of revenue #budgeting #forecasting #controlling
      Explained variances to the board every month #reporting #controlling
      Calculated product costs and transfer prices #costing #controlling
      Valued investments of {1-30} million with discounted cash flow #valuation #controlling
      Replaced {30-120} spreadsheets by a planning model in Anaplan #anaplan #controlling
      Set up key figures for {4-12} plants in Power BI #power-bi #controlling`,
    specialties: {
      manufacturing: `
        Counted and valued stock in three plants #inventory #manufacturing
        Analysed scrap and set-up times with the foremen #manufacturing
        Supported lean projects with before-and-after numbers #lean #manufacturing`,
      deals: `
        Ran due diligence on {3-9} acquisitions #m&a #due-diligence
        Integrated reporting of bought companies within {60-120} days #m&a
        Prepared a bond issue with the banks #treasury`,
    },
    skills: 'Excel, Power BI, SAP CO, Budgeting, Forecasting, Variance analysis, DCF, SQL, Anaplan',
    degrees: 'MSc Finance|BSc Business Administration|CIMA Qualification|MBA',
  },
  {
    id: 'sales',
    sector: 'office',
    titles:
      'Sales Manager|Account Executive|Key Account Manager|Sales Representative|Business Development Manager',
    summaries: `
      Sales person who calls back, and who knows the customer's customer.
      I win accounts slowly and keep them long.
      Hunter by temperament, farmer by experience; industrial goods and software.`,
    core: `
      Exceeded the yearly target by {8-40}% in {3-6} of the last years #sales #quota
      Won {20-90} new accounts by cold calls and trade fairs #sales #new-business
      Negotiated framework contracts of {1-9} million #sales #negotiation
      Kept the pipeline honest in Salesforce #salesforce #crm #sales
      Looked after {15-60} key accounts across {2-5} countries #key-accounts #sales
      Coached {3-12} field representatives on the road #sales #coaching`,
    specialties: {
      software: `
        Sold cloud software to hospitals with cycles of {9-18} months #saas #healthcare
        Gave demonstrations and wrote answers to tenders #saas #tenders
        Built a partner channel of {10-40} resellers #saas #partners`,
      machinery: `
        Sold packaging machines from {200-900} thousand apiece #manufacturing #machinery
        Visited plants from Porto to Katowice #machinery #travel
        Calculated offers with the design office #machinery`,
      retail: `
        Managed {4-16} fashion stores with their staff plans #retail #management
        Trained shop assistants in advice and returns #retail #training
        Cut shrinkage by {20-45}% #retail`,
    },
    skills:
      'Negotiation, Salesforce, HubSpot, Cold calling, Forecasting, Presentations, Key account management, Excel',
    degrees: 'BA Business Administration|BSc Marketing|Commercial Apprenticeship|BEng Industrial Engineering',
  },
  {
    id: 'marketing',
    sector: 'office',
    titles: 'Marketing Manager|Digital Marketing Specialist|Content Marketer|Brand Manager|SEO Specialist',
    summaries: `
      Marketer who measures, but still believes in a good sentence.
      Campaigns, content and search; small budgets welcome.
      I build brands that sound like people.`,
    core: `
      Raised organic traffic by {60-240}% with technical fixes and useful articles #seo #content #marketing
      Managed {20-300} thousand of monthly spend on Google and Meta ads #sea #paid-social #marketing
      Wrote newsletters to {20-400} thousand readers with open rates of {28-46}% #email-marketing #marketing
      Planned product launches with press, fair and influencers #launch #pr #marketing
      Set up analytics and attribution with GA4 #analytics #marketing
      Led a relaunch of brand and website #branding #marketing`,
    specialties: {
      ecommerce: `
        Ran marketplaces and retargeting for an online shoe shop #e-commerce
        Tested {30-90} landing pages a year #e-commerce #ab-testing
        Grew repeat purchases with a loyalty scheme #e-commerce #crm`,
      events: `
        Organised congresses with {300-2500} guests #events
        Negotiated with venues, caterers and sponsors #events #negotiation
        Moved a fair online in {4-9} weeks #events`,
      social: `
        Grew a TikTok and Instagram community to {40-600} thousand #social-media
        Filmed and cut short videos #video #social-media
        Answered storms of criticism with facts #social-media #pr`,
    },
    skills:
      'SEO, Google Ads, GA4, Content strategy, HubSpot, Copywriting, Canva, Social media, WordPress, Mailchimp',
    degrees: 'BA Marketing|BA Communication Studies|MSc Marketing Analytics|BA English Literature',
  },
  {
    id: 'hr',
    sector: 'office',
    titles: 'HR Manager|HR Business Partner|Recruiter|People Partner|HR Generalist',
    summaries: `
      HR generalist with an open door and a good memory for names.
      I hire, develop and sometimes part with people, always in the light.
      People partner for plants and offices with {200-2000} staff.`,
    core: `
      Filled {40-160} positions a year, from apprentices to directors #recruiting #hr
      Advised managers on contracts, warnings and terminations #employment-law #hr
      Negotiated working-time agreements with the works council #works-council #hr
      Introduced yearly talks and a simple feedback tool #performance-management #hr
      Reduced time to hire from {60-90} to {25-45} days #recruiting #hr
      Ran onboarding and exit interviews #onboarding #hr`,
    specialties: {
      payroll: `
        Ran payroll for {150-1200} employees in DATEV and ADP #payroll
        Kept time accounts and shift premiums correct #payroll
        Certified wage slips for the authorities #payroll`,
      learning: `
        Built a leadership curriculum with {6-20} modules #training #leadership
        Started an apprenticeship programme for mechatronics technicians #training #apprentices
        Introduced a learning platform #training`,
      tech: `
        Sourced software engineers on GitHub and at meet-ups #tech-recruiting
        Wrote searches that found rare profiles #tech-recruiting
        Trained interviewers against bias #tech-recruiting #training`,
    },
    skills:
      'Recruiting, Employment law, Personio, Workday, Interviewing, Onboarding, Payroll, Mediation, Excel',
    degrees: 'BA Human Resource Management|MSc Occupational Psychology|CIPD Level 7|BA Business Law',
  },
  {
    id: 'support',
    sector: 'office',
    titles: 'Customer Support Specialist|Customer Success Manager|Service Desk Agent|Call Centre Team Lead',
    summaries: `
      I answer people, not tickets.
      Customer support with patience, templates and a sense for patterns.
      Service lead who listens to calls and rewrites the form instead.`,
    core: `
      Solved {30-80} enquiries a day by phone, mail and chat #customer-service
      Kept satisfaction at {88-97}% over {2-4} years #customer-service #quality
      Wrote {100-400} help articles that saved calls #customer-service #documentation
      Escalated faults with steps to repeat them #customer-service
      Planned shifts for {12-60} agents #scheduling #management
      Introduced Zendesk macros and callback #zendesk #customer-service`,
    specialties: {
      success: `
        Guided {20-70} business customers through roll-out and renewal #customer-success #saas
        Predicted cancellations from usage and called first #churn #customer-success
        Trained users in webinars #training #customer-success`,
      travel: `
        Rebooked stranded passengers during strikes #travel
        Handled complaints under passenger-rights rules #travel #law
        Spoke {3-5} languages on the same shift #travel #languages`,
    },
    skills: 'Zendesk, Telephone manner, Conflict resolution, CRM, Typing, Knowledge base, Excel, Intercom',
    degrees: 'BA Languages|A-levels|Commercial Apprenticeship|BA Tourism',
  },
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
