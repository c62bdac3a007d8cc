import type { FamilySource } from '../family.ts';

export const PRODUCT: readonly FamilySource[] = [
  {
    id: 'eng-manager',
    sector: 'tech',
    titles:
      'Engineering Manager|Head of Engineering|Director of Engineering|VP Engineering|Development Manager',
    summaries: `
      I lead people who build software; my own commits are long ago and that is fine.
      Manager of managers with a coach's patience and a calendar with gaps.
      Former programmer who now removes obstacles for others.`,
    core: `
      Led {3-9} teams with {18-70} people in {2-4} countries #leadership #management
      Hired {12-60} engineers and kept yearly attrition under {4-9}% #hiring #management
      Owned a budget of {2-14} million and the vendor contracts #budget #management
      Introduced career levels and fair pay bands #management #hr
      Replaced estimates by forecasts from past throughput #agile #management
      Coached {4-12} team leads through their first year #coaching #leadership`,
    specialties: {
      turnaround: `
        Turned a project around that was {9-20} months late #turnaround #management
        Merged two departments after an acquisition #management
        Closed an office with decency and found work for {60-95}% #management`,
      scale: `
        Grew the department from {8-14} to {40-90} in three years #management #hiring
        Set up a second location near the universities #management
        Moved from quarterly to daily releases #agile #ci`,
    },
    skills: 'Leadership, Hiring, Agile, Budgeting, Coaching, Roadmaps, OKRs, Stakeholder management, Jira',
    degrees: 'MSc Computer Science|BSc Software Engineering|MBA after BSc Informatics|BEng Computing',
  },
  {
    id: 'product',
    sector: 'tech',
    titles:
      'Product Manager|Product Owner|Technical Product Manager|Digital Product Lead|Group Product Manager',
    summaries: `
      Product manager who talks to customers before talking to the roadmap.
      I decide with evidence, say no kindly and write short documents.
      Product owner for business software and marketplaces.`,
    core: `
      Set the roadmap of a billing product used by {3-40} thousand firms #roadmap #product
      Interviewed {60-200} customers a year and shared the recordings #discovery #product
      Wrote and ordered the backlog for {2-4} Scrum teams #scrum #backlog #product
      Raised activation from {15-25}% to {32-48}% by removing {4-9} steps #growth #analytics #product
      Retired {3-8} features nobody used #product
      Launched in {2-7} new countries with local partners #launch #product`,
    specialties: {
      marketplace: `
        Balanced supply and demand on a second-hand marketplace #marketplace #e-commerce
        Introduced buyer protection and escrow #payments #marketplace
        Defined ranking goals together with the search team #search #marketplace`,
      b2b: `
        Priced and packaged three editions of an accounting suite #pricing #b2b
        Sat in on {30-90} sales calls a quarter #b2b
        Opened the platform to partners with a public API #api #b2b`,
      hardware: `
        Brought a smart thermostat from sketch to shelf #hardware #iot
        Balanced bill of materials against features #hardware
        Planned field trials in {40-200} homes #iot`,
    },
    skills: 'Roadmapping, Scrum, User research, Jira, SQL, Amplitude, Figma, Pricing, A/B testing, OKRs',
    degrees: 'BA Economics|MSc Human-Computer Interaction|MBA|BSc Industrial Design',
  },
  {
    id: 'ux',
    sector: 'tech',
    titles: 'UX Designer|Product Designer|UX Researcher|Interaction Designer|UI/UX Designer',
    summaries: `
      Designer for complicated tools and tired users.
      I sketch early, test weekly and hand over files that developers like.
      Research and interaction design, mostly for public services and health.`,
    core: `
      Ran {30-120} moderated usability tests and showed the clips to the board #usability #user-research #ux
      Designed flows and prototypes in Figma for web and phone #figma #prototyping #ux
      Built a pattern library with {50-160} components and rules for words #design-system #ux
      Mapped the journey of a patient from referral to aftercare #journey-mapping #healthcare #ux
      Rewrote error messages and halved the calls to support #content-design #ux
      Planned diary studies over {2-6} weeks #user-research #ux`,
    specialties: {
      public: `
        Redesigned the benefits application so that {70-92}% finish it without help #public-sector
        Designed for low literacy and old phones #accessibility #public-sector
        Presented at assessment panels #public-sector`,
      visual: `
        Drew icons and illustrations for a bank's rebrand #illustration #branding
        Animated micro-interactions in After Effects #motion
        Set type for signage in {3-8} stations #typography`,
      voice: `
        Wrote dialogues for a voice assistant in the car #voice #automotive
        Tested in a driving simulator #automotive #usability
        Designed displays for one-glance reading #automotive`,
    },
    skills:
      'Figma, User research, Prototyping, Wireframing, Design systems, Accessibility, Miro, Adobe Creative Suite, HTML',
    degrees: 'BA Interaction Design|MA Graphic Design|MSc Psychology|BA Communication Design',
  },
  {
    id: 'techwriter',
    sector: 'tech',
    titles: 'Technical Writer|Documentation Engineer|Technical Author|Content Developer|API Writer',
    summaries: `
      I write the page you hope to find at two in the morning.
      Technical author for machines, software and the safety notes between.
      Writer with a linguist's ear and a text editor's habits.`,
    core: `
      Documented REST interfaces with runnable examples for {8-40} products #documentation #api
      Moved {600-4000} pages from Word to docs-as-code in Markdown and Git #documentation #docs-as-code
      Edited the style guide and trained {15-60} engineers in plain English #documentation #training
      Wrote operating manuals for packaging machines in line with IEC 82079 #documentation #manufacturing
      Managed translation into {6-24} languages with terminology lists #documentation #localisation
      Measured searches without results and filled the gaps #documentation #analytics`,
    specialties: {
      xml: `
        Structured manuals in DITA with conditional text #dita #documentation
        Built the PDF output with XSL-FO #dita
        Reused {40-75}% of topics across variants #dita`,
      video: `
        Produced {30-120} short screencasts #video #training
        Wrote in-app guidance and release notes #ux #documentation
        Subtitled tutorials #video`,
    },
    skills: 'Technical writing, Markdown, DITA, Git, MadCap Flare, Swagger, Terminology, Screencasts, HTML',
    degrees: 'BA English Linguistics|MA Technical Communication|BA Journalism|BSc Mechanical Engineering',
  },
];
