import type { FamilySource } from '../family.ts';

export const SYSTEMS: readonly FamilySource[] = [
  {
    id: 'data-eng',
    sector: 'tech',
    titles: 'Data Engineer|Analytics Engineer|ETL Developer|Big Data Engineer|Data Platform Engineer',
    summaries: `
      I build the pipes that analysts forget about: tested, documented and on time before breakfast.
      Data engineer between source systems and warehouse; strict about schemas, generous with lineage.
      Pipelines, warehouses, streaming. I like it when a dashboard and the ledger agree.`,
    core: `
      Orchestrated {80-400} Airflow DAGs that load the warehouse before 6 a.m. #airflow #etl
      Modelled sales and stock in dbt on Snowflake with tests on every key #dbt #snowflake #sql
      Wrote Spark jobs in Python and Scala over {2-40} TB of click logs #spark #python #scala
      Moved on-premises ETL from Informatica to BigQuery #bigquery #etl #migration
      Built a lakehouse with Delta tables on object storage #lakehouse #databricks
      Set up data contracts and quality alerts with Great Expectations #data-quality #testing`,
    specialties: {
      streaming: `
        Ran Kafka and Flink for fraud features with {2-9} seconds of delay #kafka #flink #messaging #fraud
        Joined sensor streams from {3-20} thousand machines #iot #flink
        Replayed {1-3} years of events after a schema fault without duplicates #kafka`,
      finance: `
        Delivered regulatory reporting for a bank with full lineage #banking #compliance
        Reconciled trades against the general ledger every night #banking #sql
        Masked personal data for analysts in line with GDPR #gdpr #data-quality`,
      marketing: `
        Unified web, shop and CRM data into one customer profile #crm #e-commerce
        Fed bidding platforms with margin per article #marketing #e-commerce
        Rebuilt attribution after the end of third-party cookies #marketing #analytics`,
    },
    skills:
      'SQL, Python, Airflow, dbt, Spark, Snowflake, Kafka, BigQuery, Databricks, Terraform, Scala, PostgreSQL',
    degrees: 'BSc Computer Science|MSc Data Engineering|BSc Statistics|MSc Information Systems',
  },
  {
    id: 'data-sci',
    sector: 'tech',
    titles: 'Data Scientist|Data Analyst|Applied Statistician|Machine Learning Analyst|Quantitative Analyst',
    summaries: `
      Statistician by training; I turn messy questions into experiments that can fail.
      Data scientist for pricing, churn and forecasting. I would rather ship a simple model than present a complex one.
      I help departments decide with numbers, and tell them when the numbers cannot.`,
    core: `
      Forecast demand for {4-30} thousand articles with gradient boosting; stock-outs fell by {10-30}% #forecasting #python #machine-learning
      Designed and read {40-200} A/B tests, including sequential and clustered ones #ab-testing #statistics
      Predicted churn with survival models and explained it to the call centre #churn #statistics #machine-learning
      Wrote analyses in R and Python notebooks that colleagues can run again #r #python
      Built Power BI and Tableau dashboards for {50-400} managers #power-bi #tableau #visualisation
      Estimated price elasticities with Bayesian hierarchical models #pricing #bayesian #statistics`,
    specialties: {
      credit: `
        Developed credit-scoring scorecards validated by the regulator #banking #credit-risk
        Monitored drift and fairness of lending decisions #banking #machine-learning
        Calculated expected loss under IFRS 9 #banking #ifrs`,
      biostatistics: `
        Planned sample sizes and analysed phase II and III clinical trials in SAS #clinical-trials #sas #healthcare
        Wrote statistical analysis plans and answered the agency's questions #clinical-trials #compliance
        Imputed missing outcomes in a registry of {3-40} thousand patients #statistics #healthcare`,
      energy: `
        Predicted wind-farm output for day-ahead trading #energy #forecasting
        Detected meter tampering from consumption curves #energy #fraud
        Simulated battery storage bids #energy #optimisation`,
    },
    skills: 'Python, R, SQL, scikit-learn, pandas, XGBoost, Power BI, Tableau, Statistics, Spark, Excel',
    degrees: 'MSc Statistics|PhD Applied Mathematics|BSc Economics|MSc Data Science',
  },
  {
    id: 'ml-nlp',
    sector: 'tech',
    titles:
      'Machine Learning Engineer|NLP Engineer|Research Scientist (NLP)|Deep Learning Engineer|Applied Scientist',
    summaries: `
      Researcher turned engineer: language models, retrieval and evaluation one can trust.
      I train, compress and serve neural networks for text. Publications on multilingual representation.
      Machine learning engineer with equal love for papers and profilers.`,
    core: `
      Fine-tuned transformer models for contract clauses in {4-11} languages with PyTorch #pytorch #transformers #nlp
      Built semantic search over {2-30} million documents with dense vectors #search #embeddings #nlp
      Published {2-7} papers on low-resource translation at ACL and EMNLP #nlp #research #publications
      Distilled a large model into a small one that answers in {8-30} ms on CPU #nlp #performance
      Set up annotation guidelines and measured agreement among {6-20} labellers #annotation #nlp
      Served models with Triton and rolled back by canary #mlops #kubernetes`,
    specialties: {
      llm: `
        Built retrieval-augmented question answering for a help desk #llm #rag #nlp
        Evaluated large language models for factual errors with human panels #llm #evaluation
        Cut inference cost by {40-75}% with quantisation and batching #llm #performance`,
      vision: `
        Detected weld defects from camera images with convolutional networks #computer-vision #manufacturing
        Segmented tumours in MRI volumes together with radiologists #computer-vision #healthcare
        Labelled {20-90} thousand images with active learning #computer-vision #annotation`,
      speech: `
        Trained speech recognition for dialects and noisy phone lines #speech
        Synthesised voices for audiobooks #speech
        Aligned subtitles for {2-12} thousand hours of television #speech #video`,
    },
    skills: 'Python, PyTorch, Transformers, TensorFlow, spaCy, CUDA, Docker, Kubernetes, MLflow, SQL, C++',
    degrees:
      'PhD Computational Linguistics|MSc Artificial Intelligence|PhD Machine Learning|MSc Computer Science',
  },
  {
    id: 'devops-sre',
    sector: 'tech',
    titles: 'DevOps Engineer|Site Reliability Engineer|Platform Engineer|SRE|Cloud Engineer',
    summaries: `
      I keep production calm: error budgets, small releases, blameless reviews.
      Engineer for platforms and delivery. I automate whatever wakes me twice.
      From bare metal to managed clusters, always with monitoring first.`,
    core: `
      Ran {6-40} Kubernetes clusters on AWS and GCP with Argo CD #kubernetes #aws #gcp #ci
      Wrote Terraform modules for {30-150} accounts #terraform #aws #iac
      Introduced container orchestration for {40-200} workloads that used to live on hand-fed virtual machines #kubernetes #containers #migration
      Built dashboards and alerts in Prometheus and Grafana; pages per week fell from {30-60} to {3-9} #prometheus #grafana #monitoring
      Carried the pager in a rota of {5-8} and led incident reviews #on-call #incident
      Sped up GitLab pipelines by caching and parallel stages #gitlab #ci`,
    specialties: {
      cost: `
        Cut the cloud bill by {20-45}% with spot capacity and right-sizing #finops #aws
        Showed each team its spending every Monday #finops
        Negotiated savings plans with the provider #finops`,
      security: `
        Hardened images, signed artefacts and scanned dependencies in the pipeline #security #devsecops
        Rolled out HashiCorp Vault and short-lived credentials #vault #security
        Brought the platform through ISO 27001 and SOC 2 audits #iso-27001 #compliance`,
      hybrid: `
        Operated OpenShift in {2-4} own data centres #openshift #kubernetes
        Automated {400-3000} Linux servers with Ansible #ansible #linux
        Moved VMware guests to the cloud in waves #vmware #migration`,
    },
    skills:
      'Kubernetes, Terraform, AWS, Linux, Docker, Prometheus, Grafana, Ansible, Helm, Python, Bash, Jenkins',
    degrees:
      'BSc Computer Science|BEng Network Engineering|BSc Information Technology|Apprenticeship IT Systems',
  },
  {
    id: 'cloud-network',
    sector: 'tech',
    titles:
      'Network Engineer|Systems Administrator|IT Infrastructure Engineer|Network Administrator|IT Support Engineer',
    summaries: `
      Administrator who answers the phone, documents the patch panel and tests the backup.
      Networks, servers and the people who depend on them. Calm when everything blinks.
      Infrastructure engineer for offices, plants and branch networks.`,
    core: `
      Planned and ran the campus network of {400-4000} ports with Cisco and Aruba switches #cisco #networking
      Replaced site-to-site lines by SD-WAN in {12-90} branches #sd-wan #networking
      Administered Active Directory, Exchange and Microsoft 365 for {150-2500} users #active-directory #microsoft-365
      Patched {60-400} Windows servers each month with no unplanned downtime #windows-server
      Configured FortiGate and Palo Alto firewalls and remote access #firewall #security #networking
      Restored the file server within {2-5} hours after a ransomware attack #backup #incident #security`,
    specialties: {
      voip: `
        Moved {200-1800} telephones to VoIP and Teams calling #voip
        Diagnosed jitter and echo with packet captures #voip #networking
        Trained reception staff on the new console #training`,
      datacentre: `
        Ran VMware and Hyper-V hosts with shared storage #vmware #hyper-v
        Moved a data centre of {20-60} racks over two weekends #data-centre #migration
        Planned power and cooling for a new server room #data-centre`,
      school: `
        Looked after {300-1500} tablets and the wireless network of a school group #mdm #wifi #school
        Surveyed wireless coverage in listed buildings #wifi
        Helped teachers with smartboards and exam laptops #support #school`,
    },
    skills:
      'Cisco IOS, Windows Server, Active Directory, VMware, Firewalls, Microsoft 365, Linux, PowerShell, VPN, Veeam',
    degrees: 'BSc Networking|HND Computing|Apprenticeship IT Technician|BSc Information Technology',
  },
  {
    id: 'security',
    sector: 'tech',
    titles:
      'Security Engineer|Penetration Tester|Information Security Analyst|SOC Analyst|Cyber Security Consultant',
    summaries: `
      I break things with permission and write reports that get fixed.
      Security analyst with experience on both sides of the alarm.
      From threat model to tabletop exercise: practical protection for mid-sized firms.`,
    core: `
      Tested {40-160} web applications and interfaces for weaknesses, reports in plain language #pentest #appsec
      Ran the security operations centre shift with Splunk and Sentinel #soc #siem #splunk
      Led the response to a ransomware case from first alert to recovery #incident #forensics
      Modelled threats with {5-15} product teams before the first line of code #threat-modelling #appsec
      Sent phishing exercises to {600-9000} staff; click rate fell from {18-30}% to {2-5}% #awareness #training
      Managed vulnerabilities across {2-20} thousand hosts #vulnerability`,
    specialties: {
      governance: `
        Built the management system for ISO 27001 and passed certification #iso-27001 #compliance
        Prepared the company for NIS2 and DORA #compliance
        Wrote policies and assessed {30-120} suppliers #compliance #risk`,
      red: `
        Planned red-team operations including physical entry #red-team #pentest
        Wrote custom implants to test endpoint detection #red-team
        Climbed from a guest network to domain administrator in {2-5} days #red-team #active-directory`,
      cloud: `
        Reviewed cloud identities and removed {60-95}% of standing rights #aws #identity
        Introduced hardware keys and single sign-on #identity
        Scanned infrastructure code for misconfigurations #devsecops #terraform`,
    },
    skills:
      'Burp Suite, Splunk, Nmap, Python, Wireshark, Microsoft Sentinel, OWASP, Linux, Metasploit, Nessus',
    degrees: 'MSc Information Security|BSc Cyber Security|BSc Computer Science|OSCP after BSc Physics',
  },
  {
    id: 'dba',
    sector: 'tech',
    titles: 'Database Administrator|PostgreSQL DBA|Oracle DBA|Database Engineer|SQL Server DBA',
    summaries: `
      Guardian of other people's data: backups, plans, locks and sleep.
      Database administrator for systems that may not stop. I read execution plans for fun.
      I operate, upgrade and rescue relational databases.`,
    core: `
      Administered {40-300} PostgreSQL instances with streaming replication and Patroni #postgresql #replication
      Ran Oracle RAC with Data Guard for a hospital group #oracle #healthcare
      Upgraded SQL Server 2012 to 2022 with {5-30} minutes of downtime #sql-server #migration
      Rewrote the {20-60} worst queries; processor load halved #sql #performance
      Rehearsed point-in-time recovery every quarter and wrote down the minutes #backup
      Partitioned a table of {2-12} billion rows while it was in use #postgresql #performance`,
    specialties: {
      cloud: `
        Moved {12-80} databases to Amazon Aurora and RDS #aws #migration
        Compared managed offers by price and recovery time #finops
        Automated provisioning with Terraform and Ansible #terraform #ansible`,
      nosql: `
        Operated MongoDB and Cassandra clusters beside the relational ones #mongodb #cassandra
        Designed keys for time series of {1-9} million sensors #cassandra #iot
        Sharded a customer database by country #mongodb`,
      security: `
        Introduced column encryption and audit trails #security #compliance
        Removed shared accounts from {15-60} systems #security
        Answered the auditors' questions about access #compliance`,
    },
    skills: 'PostgreSQL, Oracle, SQL Server, MySQL, PL/SQL, T-SQL, Linux, Bash, pgBackRest, MongoDB',
    degrees: 'BSc Information Systems|BSc Computer Science|HND Computing|Oracle Certified Professional',
  },
  {
    id: 'sap',
    sector: 'tech',
    titles:
      'SAP Consultant|SAP FI/CO Consultant|SAP S/4HANA Consultant|ERP Consultant|SAP Inhouse Consultant',
    summaries: `
      Consultant between department and system; I ask why before I customise.
      ERP projects from blueprint to hypercare, mostly in manufacturing and trade.
      I know the tables, but I start with the process.`,
    core: `
      Led the finance stream of an S/4HANA conversion in {3-12} countries #sap #s4hana #finance
      Customised FI/CO: cost centres, closing, asset accounting #sap #fi-co
      Ran workshops and wrote the blueprint with {10-40} key users #sap #workshops
      Supported cutover and hypercare over {2-4} month-ends #sap #go-live
      Specified ABAP enhancements and tested them with the plant #abap #sap
      Moved master data of {40-300} thousand materials with the migration cockpit #sap #migration`,
    specialties: {
      logistics: `
        Introduced SAP EWM in a high-bay warehouse #ewm #warehouse #sap
        Customised MM and SD for consignment stock #mm #sd #sap
        Connected carriers and customs by EDI #edi #logistics`,
      hr: `
        Rolled out SuccessFactors for {2-14} thousand employees #successfactors #hr
        Configured time management and pay #payroll #sap
        Trained personnel clerks in the new screens #training #hr`,
      navision: `
        Implemented Microsoft Dynamics 365 Business Central at {5-14} mid-sized firms #dynamics #erp
        Replaced spreadsheets by production planning in the ERP #erp #manufacturing
        Wrote AL extensions #dynamics`,
    },
    skills: 'SAP FI/CO, S/4HANA, ABAP, SAP MM, SAP SD, Business process analysis, Fiori, SQL, Excel',
    degrees:
      'BSc Business Informatics|MSc Business Administration|BSc Industrial Engineering|BA International Business',
  },
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
    titles: 'Product Manager|Product Owner|Senior Product Manager|Digital Product Lead|Group Product Manager',
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
