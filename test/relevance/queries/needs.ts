import { want, type Wish } from '../rules.ts';
import type { Query } from './query.ts';

const need = (query: string, wish: Wish): Query => ({ kind: 'paraphrase', query, rule: want(wish) });
const recruiter = (query: string, wish: Wish): Query => ({ kind: 'recruiter', query, rule: want(wish) });

/** What is needed, in words that those CVs do not use; the labels' test holds them to it. */
export const PARAPHRASE_QUERIES: readonly Query[] = [
  need('someone who keeps servers up at night', {
    role: ['devops-sre'],
    near: ['cloud-network', 'go-infra', 'dba'],
  }),
  need('somebody to get two hundred workers their wages correctly', {
    role: ['accountant', 'hr'],
    near: ['controller'],
    skills: [['payroll']],
  }),
  need('stop hackers stealing from our firm', { role: ['security'], near: ['cloud-network'] }),
  need('makes websites usable for disabled visitors', {
    role: ['frontend-react', 'frontend-angular-vue', 'ux'],
    skills: [['accessibility', 'wcag']],
  }),
  need('programmer for a smartphone application', { role: ['ios', 'android', 'mobile-cross'] }),
  need('somebody who teaches computers to understand writing', { role: ['ml-nlp'], near: ['data-sci'] }),
  need('expert for sick hearts', { role: ['doctor'], skills: [['cardiology']] }),
  need('look after dying people in their own flat', {
    role: ['nurse'],
    skills: [['palliative', 'home-care']],
  }),
  need('repair lorry or automobile defects in a garage', { role: ['mechanic'] }),
  need('attorney for a quarrel with a dismissed worker', {
    role: ['lawyer'],
    near: ['hr'],
    skills: [['employment-law']],
  }),
  need('baker of sweet things, tarts, buns', { role: ['chef'], skills: [['pastry', 'baking']] }),
  need('install sun power equipment', { role: ['electrician'], skills: [['solar']] }),
  need('explain complicated apparatus in simple prose', { role: ['techwriter'] }),
  need('bring goods quickly from depot to buyer', { role: ['logistics'] }),
  need('boss for a group of coders', { role: ['eng-manager'], near: ['product'] }),
  need('educator for small kids', { role: ['teacher'], skills: [['primary']] }),
  need('restore movement after a broken leg', { role: ['physio'] }),
  need('catches mistakes before clients see them', { role: ['qa'] }),
  need('welcome desk of a luxury inn', {
    role: ['hotel'],
    skills: [['reception', 'receptionist', 'front-office', 'concierge']],
  }),
  need('invent new apartment blocks', { role: ['architect'], near: ['civil-engineer'] }),
  need('money expert who predicts next year’s profit', { role: ['controller'], near: ['accountant'] }),
  need('counsellor for youngsters at risk from violence', { role: ['social-worker'] }),
  need('low-level coding for microchips and gadgets', { role: ['embedded'] }),
  need('talent scout who headhunts programmers', { role: ['hr'], skills: [['tech-recruiting']] }),
];

export const RECRUITER_QUERIES: readonly Query[] = [
  recruiter('k8s sre w/ terraform', {
    role: ['devops-sre'],
    near: ['go-infra', 'cloud-network'],
    skills: [['kubernetes'], ['terraform']],
  }),
  recruiter('react native freelancer', {
    role: ['mobile-cross'],
    near: ['frontend-react'],
    skills: [['react-native']],
    freelance: true,
  }),
  recruiter('registered nurse ICU night shifts', {
    role: ['nurse'],
    skills: [['icu'], ['night-shifts', 'icu']],
  }),
  recruiter('sr fullstack ts/node + react', {
    role: ['backend-ts', 'frontend-react'],
    level: 'senior',
    skills: [['typescript'], ['react', 'node.js']],
  }),
  recruiter('java dev spring boot microservices Germany', {
    role: ['backend-java'],
    countries: ['Germany'],
    skills: [['spring']],
  }),
  recruiter('golang k8s operators', {
    role: ['go-infra'],
    near: ['devops-sre'],
    skills: [['go'], ['operators', 'kubernetes']],
  }),
  recruiter('QA automation selenium/playwright', {
    role: ['qa'],
    skills: [['selenium', 'playwright', 'test-automation']],
  }),
  recruiter('bilanzbuchhalter datev', {
    role: ['accountant'],
    countries: ['Germany', 'Austria'],
    skills: [['accounting', 'datev']],
  }),
  recruiter('S/4HANA finance lead, German speaking', {
    role: ['sap'],
    speaks: 'German',
    skills: [['s4hana', 'finance', 's/4hana']],
  }),
  recruiter('ML eng LLM RAG pytorch', { role: ['ml-nlp'], skills: [['llm', 'rag', 'pytorch']] }),
  recruiter('pentester oscp red team', { role: ['security'], skills: [['red-team'], ['pentest']] }),
  recruiter('C++ embedded medical devices IEC 62304', {
    role: ['embedded'],
    near: ['python-web'],
    skills: [['iec-62304', 'healthcare']],
  }),
  recruiter('PM b2b saas pricing', { role: ['product'], skills: [['b2b', 'pricing']] }),
  recruiter('figma ui/ux designer design system', {
    role: ['ux'],
    near: ['frontend-react'],
    skills: [['figma', 'design-system']],
  }),
  recruiter('key account manager machinery', { role: ['sales'], skills: [['machinery']] }),
  recruiter('HR generalist payroll + works council', {
    role: ['hr'],
    near: ['accountant'],
    skills: [['payroll'], ['works-council']],
  }),
  recruiter('head chef seasonal menus', {
    role: ['chef'],
    level: 'lead',
    skills: [['menus'], ['kitchen']],
  }),
  recruiter('electrician PLC siemens shift work', {
    role: ['electrician'],
    near: ['mechanical-engineer'],
    skills: [['plc', 'siemens', 'shift-work']],
  }),
  recruiter('snowflake dbt analytics eng', {
    role: ['data-eng'],
    near: ['data-sci'],
    skills: [['snowflake', 'dbt']],
  }),
  recruiter('postgres dba performance tuning', {
    role: ['dba'],
    near: ['backend-ts'],
    skills: [['postgresql'], ['performance']],
  }),
  recruiter('payments engineer stripe checkout', {
    role: ['backend-ts', 'backend-java', 'python-web'],
    near: ['android', 'ios'],
    skills: [['payments', 'stripe']],
  }),
  recruiter('developer who knows message queues, online shop background', {
    role: ['backend-ts', 'backend-java', 'python-web'],
    near: ['data-eng'],
    skills: [['messaging', 'kafka', 'rabbitmq'], ['e-commerce']],
  }),
  recruiter('someone for paid ads + newsletter', {
    role: ['marketing'],
    skills: [['sea', 'paid-social', 'email-marketing']],
  }),
  recruiter('contract negotiation lawyer IP licences', { role: ['lawyer'], skills: [['ip', 'contracts']] }),
];
