import type { FamilySource } from '../family.ts';

export const CARE: readonly FamilySource[] = [
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
    titles: 'Physiotherapist|Sports Physiotherapist|Occupational Therapist|Rehabilitation Therapist',
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
];
