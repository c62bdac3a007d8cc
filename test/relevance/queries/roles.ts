import { want, type Wish } from '../rules.ts';
import type { Query } from './query.ts';

const role = (query: string, wish: Wish): Query => ({ kind: 'role', query, rule: want(wish) });
const skilled = (query: string, wish: Wish): Query => ({ kind: 'role-skill', query, rule: want(wish) });

export const ROLE_QUERIES: readonly Query[] = [
  role('senior TS dev', {
    role: ['backend-ts', 'frontend-react'],
    near: ['frontend-angular-vue', 'mobile-cross'],
    level: 'senior',
  }),
  role('backend developer Node.js', {
    role: ['backend-ts'],
    near: ['python-web', 'backend-java', 'go-infra'],
  }),
  role('senior java engineer', { role: ['backend-java'], near: ['android'], level: 'senior' }),
  role('python web developer', { role: ['python-web'], near: ['backend-ts', 'data-eng'] }),
  role('junior frontend developer', {
    role: ['frontend-react', 'frontend-angular-vue'],
    near: ['ux', 'mobile-cross'],
    level: 'junior',
  }),
  role('iOS engineer', { role: ['ios'], near: ['mobile-cross', 'android'] }),
  role('mobile app developer', { role: ['ios', 'android', 'mobile-cross'] }),
  role('embedded firmware engineer', { role: ['embedded'], near: ['go-infra', 'electrician'] }),
  role('game programmer', { role: ['gamedev'], near: ['embedded'] }),
  role('software tester', { role: ['qa'] }),
  role('data engineer', { role: ['data-eng'], near: ['dba', 'data-sci'] }),
  role('lead data scientist', { role: ['data-sci'], near: ['ml-nlp'], level: 'lead' }),
  role('machine learning researcher', { role: ['ml-nlp'], near: ['data-sci'] }),
  role('site reliability engineer', { role: ['devops-sre'], near: ['go-infra', 'cloud-network'] }),
  role('IT administrator', { role: ['cloud-network'], near: ['devops-sre', 'dba'] }),
  role('penetration tester', { role: ['security'] }),
  role('ERP consultant', { role: ['sap'] }),
  role('head of software development', { role: ['eng-manager'] }),
  role('product owner', { role: ['product'] }),
  role('UX designer', { role: ['ux'], near: ['product'] }),
  role('registered nurse', { role: ['nurse'] }),
  role('physician', { role: ['doctor'] }),
  role('senior accountant', { role: ['accountant'], near: ['controller'], level: 'senior' }),
  role('legal counsel', { role: ['lawyer'] }),
  role('junior architect', { role: ['architect'], near: ['civil-engineer'], level: 'junior' }),
  role('Elektriker', { role: ['electrician'] }),
  role('cuisinier', { role: ['chef'] }),
  role('warehouse and transport manager', { role: ['logistics'] }),
];

export const ROLE_SKILL_QUERIES: readonly Query[] = [
  skilled('backend engineer with Kafka', {
    role: ['backend-ts', 'backend-java', 'python-web', 'go-infra'],
    near: ['data-eng'],
    skills: [['kafka', 'messaging']],
  }),
  skilled('TypeScript developer with PostgreSQL', {
    role: ['backend-ts'],
    near: ['frontend-react'],
    skills: [['postgresql']],
  }),
  skilled('java developer banking', { role: ['backend-java'], skills: [['banking']] }),
  skilled('react developer with accessibility experience', {
    role: ['frontend-react'],
    near: ['frontend-angular-vue', 'ux'],
    skills: [['accessibility', 'wcag']],
  }),
  skilled('Django developer', { role: ['python-web'], skills: [['django']] }),
  skilled('Kubernetes and Terraform engineer', {
    role: ['devops-sre', 'go-infra'],
    near: ['cloud-network'],
    skills: [['kubernetes'], ['terraform']],
  }),
  skilled('embedded engineer automotive AUTOSAR', {
    role: ['embedded'],
    skills: [['autosar', 'iso-26262', 'automotive']],
  }),
  skilled('data engineer Spark Airflow', { role: ['data-eng'], skills: [['spark'], ['airflow']] }),
  skilled('data scientist credit risk', { role: ['data-sci'], skills: [['credit-risk', 'banking']] }),
  skilled('machine learning engineer computer vision', {
    role: ['ml-nlp'],
    near: ['data-sci'],
    skills: [['computer-vision']],
  }),
  skilled('Unity C# game developer', { role: ['gamedev'], skills: [['unity'], ['c#']] }),
  skilled('test automation with Appium', { role: ['qa'], skills: [['appium']] }),
  skilled('oracle database administrator', { role: ['dba'], skills: [['oracle']] }),
  skilled('SAP FI/CO consultant S/4HANA', {
    role: ['sap'],
    skills: [
      ['fi-co', 'sap-fi/co'],
      ['s4hana', 's/4hana'],
    ],
  }),
  skilled('intensive care nurse', { role: ['nurse'], skills: [['icu']] }),
  skilled('cardiologist', { role: ['doctor'], skills: [['cardiology']] }),
  skilled('accountant with payroll experience', {
    role: ['accountant'],
    near: ['hr', 'controller'],
    skills: [['payroll']],
  }),
  skilled('lawyer data protection GDPR', { role: ['lawyer'], skills: [['gdpr', 'privacy']] }),
  skilled('electrician photovoltaics', { role: ['electrician'], skills: [['solar']] }),
  skilled('SEO specialist e-commerce', { role: ['marketing'], skills: [['seo'], ['e-commerce']] }),
  skilled('physics and chemistry teacher', { role: ['teacher'], skills: [['physics', 'chemistry']] }),
  skilled('civil engineer bridges', { role: ['civil-engineer'], skills: [['bridges']] }),
  skilled('mechanical engineer HVAC heat pumps', { role: ['mechanical-engineer'], skills: [['hvac']] }),
  skilled('pastry chef', { role: ['chef'], skills: [['pastry']] }),
];
