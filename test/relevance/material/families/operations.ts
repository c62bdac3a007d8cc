import type { FamilySource } from '../family.ts';

export const OPERATIONS: readonly FamilySource[] = [
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
];
