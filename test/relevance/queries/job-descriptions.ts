import { want, type Wish } from '../rules.ts';
import type { Query } from './query.ts';

const jd = (query: string, wish: Wish): Query => ({ kind: 'jd', query, rule: want(wish) });

export const JOB_DESCRIPTIONS: readonly Query[] = [
  jd(
    'We run an online shop for outdoor gear and look for a backend engineer. You will own our order and checkout services, written in TypeScript on Node.js. Experience with message brokers and relational databases is expected. You write tests, and you have seen a system under Christmas load. Nice to have: GraphQL.',
    {
      role: ['backend-ts'],
      near: ['backend-java', 'python-web', 'frontend-react'],
      skills: [
        ['typescript', 'node.js'],
        ['payments', 'e-commerce', 'messaging', 'kafka'],
      ],
    },
  ),
  jd(
    'Our platform team needs an experienced site reliability engineer. Your work: Kubernetes clusters in two clouds, infrastructure as code with Terraform, monitoring with Prometheus. You take part in an on-call rota and lead incident reviews. We offer remote work and a training budget.',
    {
      role: ['devops-sre'],
      near: ['go-infra', 'cloud-network'],
      level: 'senior',
      skills: [['kubernetes'], ['terraform', 'prometheus']],
    },
  ),
  jd(
    'The intensive care unit of our regional hospital has 16 beds. We are looking for registered nurses with experience in ventilation and haemofiltration. Readiness for night shifts is required. You guide student nurses and keep records in our electronic chart. Salary according to the collective agreement.',
    { role: ['nurse'], skills: [['icu']] },
  ),
  jd(
    'Manufacturer of packaging machines seeks a plant controller. You calculate product costs, prepare budget and forecast, explain variances to the management and support lean projects on the shop floor. You know SAP CO and are at ease in Excel. A degree in business administration is an advantage.',
    {
      role: ['controller'],
      near: ['accountant', 'sap'],
      skills: [
        ['costing', 'budgeting'],
        ['manufacturing', 'lean'],
      ],
    },
  ),
  jd(
    'Join our research group on language technology. We train and distil transformer models and build semantic search for legal publishers. You have published, you write clean PyTorch, and you know how to set up an annotation campaign. A doctorate is welcome but not required. Occasional travel to conferences.',
    {
      role: ['ml-nlp'],
      near: ['data-sci'],
      skills: [
        ['transformers', 'pytorch'],
        ['search', 'embeddings'],
        ['publications', 'annotation'],
      ],
    },
  ),
  jd(
    'Law firm seeks an associate for privacy. You advise companies on GDPR, negotiate data processing agreements, and deal with supervisory authorities after incidents. You qualified some years ago and write clear English. We pay for further certificates.',
    { role: ['lawyer'], skills: [['gdpr', 'privacy']] },
  ),
  jd(
    'For a new parcel hub we need a warehouse manager. You lead up to 150 people in shifts, plan tours, raise picking quality and handle returns from online retail. Experience with scanners and a warehouse management system is a must. Driving licence required.',
    {
      role: ['logistics'],
      near: ['sap'],
      skills: [
        ['parcel', 'returns'],
        ['warehouse', 'warehouse-management'],
      ],
    },
  ),
  jd(
    'Boutique hotel with two restaurants is looking for a sous chef or head chef. Seasonal regional menus, banquets for weddings, food cost responsibility, training of apprentices. HACCP is second nature to you. Accommodation available.',
    {
      role: ['chef'],
      skills: [
        ['menus', 'menu-planning'],
        ['banquets', 'food-cost', 'food-costing'],
      ],
    },
  ),
  jd(
    'Startup for heart-health wearables hires an iOS developer. Swift and SwiftUI are your daily tools; HealthKit and Bluetooth Low Energy are familiar. You ship to TestFlight every week and watch crash reports. You care about privacy of health data. Remote within Europe.',
    {
      role: ['ios'],
      near: ['mobile-cross', 'android'],
      skills: [
        ['swift', 'swiftui'],
        ['healthkit', 'healthcare', 'bluetooth'],
      ],
    },
  ),
  jd(
    'City council seeks a user experience researcher and designer for its online services. You run usability tests with residents, design accessible forms, maintain a pattern library and present results to a panel. Plain language is your passion. Part-time possible.',
    {
      role: ['ux'],
      near: ['product', 'frontend-react', 'frontend-angular-vue'],
      skills: [
        ['user-research', 'usability'],
        ['public-sector', 'accessibility'],
      ],
    },
  ),
  jd(
    'Wir suchen für unseren Standort in Süddeutschland eine Entwicklungsingenieurin oder einen Konstrukteur im Maschinenbau. Zu den Aufgaben gehören CAD-Konstruktion, FEM-Berechnung und die Betreuung der Serie. Erfahrung im Spritzguss ist von Vorteil. Englischkenntnisse setzen wir voraus.',
    {
      role: ['mechanical-engineer'],
      countries: ['Germany', 'Austria'],
      skills: [['cad', 'solidworks', 'fea', 'injection-moulding']],
    },
  ),
  jd(
    'Secondary school with 800 pupils is hiring a science teacher from September. You teach physics and chemistry up to final exams and lead a form. Ideally you would take over the robotics club. We value inclusion and cooperation with parents.',
    { role: ['teacher'], skills: [['physics', 'chemistry', 'robotics']] },
  ),
];
