/** In the notation of {@link SOFTWARE_SKILLS}. */
export const OFFICE_SKILLS = `
Microsoft Office: ms office, microsoft office suite, ms-office, office suite, ms office suite, suite office, pack office, paquete office, microsoft 365, office 365, ^office
^Excel: ms excel, microsoft excel, ms-excel, excel avance, advanced excel, excel avanzado
~Word: ms word, microsoft word, ms-word
PowerPoint: ms powerpoint, microsoft powerpoint, power point
Outlook: ms outlook, microsoft outlook
~Access: ms access, microsoft access
Google Workspace: g suite, gsuite, google docs, google sheets
SharePoint: microsoft sharepoint
Microsoft Teams: ms teams
Visio: ms visio, microsoft visio
Microsoft Project: ms project
Power Automate
Power Apps: powerapps
Zapier
^Slack
^Notion
Confluence
Jira: atlassian jira
Trello
Asana
monday.com
Miro
SAP: sap erp, sap r/3
SAP S/4HANA: s/4hana, s4hana, sap s4 hana, sap hana
SAP FI/CO: sap fi, sap fico, sap co
SAP MM
SAP SD
SAP SuccessFactors: successfactors
Oracle ERP: oracle financials
Microsoft Dynamics: dynamics 365, ms dynamics, microsoft dynamics 365, navision, business central
Odoo
NetSuite: oracle netsuite
~Sage
^Workday
Personio
ServiceNow: service now
Zendesk
Salesforce: salesforce crm, sfdc
HubSpot: hub spot
Pipedrive
Zoho
CRM
ERP
DATEV
QuickBooks
Xero
Lexware
Bloomberg Terminal: bloomberg
Project Management: projektmanagement, gestion de projet, gestion de projets, gestion de proyectos, project planning
PRINCE2: prince 2
PMP
ITIL
Six Sigma: lean six sigma, 6 sigma
Lean Management: ~lean, lean manufacturing
Kaizen
5S
Change Management
Stakeholder Management: stakeholdermanagement
Product Management: produktmanagement
Product Strategy
Roadmapping: product roadmap, roadmaps
User Stories
OKRs: okr
Business Analysis
Business Development
Requirements Engineering: requirements analysis, anforderungsmanagement, anforderungsanalyse
Process Improvement: prozessoptimierung, process optimization, process optimisation, amelioration continue, continuous improvement
Risk Management: risikomanagement, gestion des risques, gestion de riesgos
Quality Management: qualitatsmanagement, gestion de calidad
Quality Assurance: ~qa, qualitatssicherung
ISO 9001
Strategic Planning
~Budgeting: budget management, budgetplanung, budget planning
~Negotiation: verhandlungsfuhrung, contract negotiation, ~negociation, ~negociacion
~Leadership: people management, team leadership, mitarbeiterfuhrung
Team Management: personalfuhrung, teamfuhrung, gestion d'equipe, gestion de equipos, team leading
~Mentoring
~Coaching
~Communication: communication skills
Public Speaking
Customer Service: kundenservice, kundenbetreuung, customer care, service client, atencion al cliente
~Sales: ~vertrieb, ~vente, ~ventas
B2B Sales: b2b vertrieb
Account Management: key account management
Lead Generation
Cold Calling
~Retail
~Merchandising: visual merchandising
Cash Handling: kassenfuhrung
~Procurement: ~einkauf, ~beschaffung, strategic sourcing, ~achats
Supply Chain Management: supply chain, supply-chain management
~Logistics: ~logistik, ~logistique, ~logistica
Inventory Management: lagerverwaltung, stock management, gestion des stocks, gestion de inventario
Warehouse Management: lagerlogistik
Import/Export: import export
~Recruiting: ~recruitment, talent acquisition, personalbeschaffung, seleccion de personal, ~recrutement
~Onboarding
Human Resources: personalwesen, ressources humaines, recursos humanos
Employment Law: arbeitsrecht, droit du travail, derecho laboral
Event Management: veranstaltungsmanagement, event planning
Technical Writing: technische redaktion
~Translation: ~ubersetzung, ~traduction, ~traduccion
~Teaching: ~unterrichten, ~enseignement, ~docencia
Curriculum Design: curriculum development
Classroom Management
Moodle
`;

export const FINANCE_SKILLS = `
~Accounting: ~buchhaltung, ~comptabilite, ~contabilidad, ~contabilita, ~rechnungswesen
~Bookkeeping: finanzbuchhaltung
Accounts Payable: kreditorenbuchhaltung
Accounts Receivable: debitorenbuchhaltung
~Payroll: lohnbuchhaltung, gehaltsabrechnung, lohn- und gehaltsabrechnung, ~paie, ~nominas
~Controlling: kostenrechnung, controle de gestion
Financial Analysis: finanzanalyse, analyse financiere, analisis financiero
Financial Modeling: financial modelling
Financial Reporting
Financial Planning: fp&a, financial planning and analysis
~Forecasting: budgeting and forecasting
IFRS
US GAAP: gaap
HGB: hgb-abschluss
SOX: sarbanes-oxley
~Auditing: ~audit, internal audit, wirtschaftsprufung
~Tax: ~taxation, ~steuern, steuerrecht, tax law, ~fiscalite, ~vat
~Valuation: company valuation, unternehmensbewertung
Mergers & Acquisitions: m&a, mergers and acquisitions
Due Diligence
~Derivatives
Fixed Income
Portfolio Management
Investment Banking
~Treasury
Credit Risk: credit risk analysis
Anti-Money Laundering: aml
Know Your Customer: kyc
~Compliance: regulatory compliance
GDPR: dsgvo, rgpd, data protection
Contract Law: vertragsrecht, droit des contrats
~Consolidation: konzernabschluss
Cost Accounting
~Underwriting
Actuarial Science
~Insurance
`;

export const DESIGN_SKILLS = `
Figma
^Sketch
Adobe XD: !XD
InVision
Zeplin
Framer
Photoshop: adobe photoshop
^Illustrator: adobe illustrator
InDesign: adobe indesign
After Effects: adobe after effects
Premiere Pro: adobe premiere, adobe premiere pro
Lightroom: adobe lightroom
Adobe Creative Suite: adobe creative cloud, creative cloud, adobe cc, creative suite, suite adobe
Canva
Blender
Cinema 4D: cinema4d
^Maya: autodesk maya
3ds Max: 3d studio max
ZBrush
DaVinci Resolve
Final Cut Pro: final cut
UX Design: !UX, user experience, user experience design
UI Design: !UI, user interface design
UI/UX Design: ux/ui, ui/ux, ux/ui design
User Research: ux research, nutzerforschung
Usability Testing: usability tests
~Wireframing: ~wireframes, ~wireframe
~Prototyping: rapid prototyping
Interaction Design
Design Systems: design system
Design Thinking
Information Architecture
~Accessibility: a11y, wcag, ~barrierefreiheit
Graphic Design: grafikdesign, graphisme, diseno grafico
~Typography: ~typografie
~Branding: brand design, corporate design
~Illustration
Motion Design: motion graphics
~Photography: ~fotografie, ~photographie, ~fotografia
Video Editing: videoschnitt, montage video
~Copywriting: ~redaktion
Content Marketing: content strategy
Content Management: !CMS
SEO: search engine optimization, search engine optimisation, suchmaschinenoptimierung
!SEM: search engine marketing
Google Analytics: ga4
Google Ads: google adwords, adwords
Google Tag Manager: gtm
Meta Ads: facebook ads
Social Media Marketing: social media, social media management, community management
Email Marketing: e-mail marketing, newsletter marketing
Mailchimp
Marketing Automation
Market Research: marktforschung, etude de marche
Public Relations: !PR, offentlichkeitsarbeit, relations publiques
Performance Marketing
Brand Management
E-Commerce: ecommerce
`;
