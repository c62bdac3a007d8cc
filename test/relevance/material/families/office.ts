import type { FamilySource } from '../family.ts';

export const OFFICE: readonly FamilySource[] = [
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
];
