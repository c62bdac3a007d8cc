import type { FamilySource } from '../family.ts';

export const FRENCH: readonly FamilySource[] = [
  {
    id: 'chef',
    sector: 'guest',
    language: 'fr',
    titles: 'Chef de cuisine|Sous-chef|Cuisinier|Cheffe pâtissière',
    summaries: `
      Cuisinier de saison, attentif aux producteurs et aux apprentis.
      Une brigade calme, une carte courte, des assiettes chaudes.`,
    core: `
      Direction d'une brigade de {4-15} cuisiniers pour {80-250} couverts par soir #kitchen #management
      Création de cartes de saison avec des maraîchers de la région #menus #kitchen
      Coût matière maintenu à {25-30} % #food-cost #kitchen
      Suivi HACCP et contrôles sanitaires réussis #haccp #kitchen
      Formation de {2-8} apprentis #training #kitchen
      Banquets jusqu'à {200-700} personnes #banquets #kitchen
      Négociation avec les fournisseurs de poisson #kitchen #negotiation`,
    specialties: {
      pastry: `
        Viennoiseries et pains au levain dès {2-4} heures du matin #pastry #baking
        Desserts à l'assiette et petits fours #pastry`,
      canteen: `
        Restauration collective pour {500-2000} salariés #canteen
        Menus sans allergènes pour un hôpital #canteen #diets #healthcare`,
    },
    skills: 'HACCP, Gestion des coûts, Pâtisserie, Boucherie, Encadrement, Achats',
    degrees: 'CAP Cuisine|BTS Hôtellerie-restauration|Bac pro Cuisine',
  },
  {
    id: 'frontend-react',
    sector: 'tech',
    language: 'fr',
    titles: 'Développeur front-end|Développeuse React|Intégratrice web',
    summaries: `
      Développeuse front-end soucieuse de vitesse, d'accessibilité et de détails.
      Je transforme des maquettes en interfaces qui résistent au vrai contenu.`,
    core: `
      Développement de l'espace client en React et TypeScript avec Next.js #react #typescript #next.js
      Bibliothèque de {40-100} composants documentés dans Storybook #react #design-system #storybook
      Score Lighthouse des pages d'accueil porté de {35-55} à {88-97} #performance #web
      Remplacement de Redux par React Query #react #redux
      Tests de bout en bout avec Playwright #testing #playwright #react
      Ateliers hebdomadaires avec l'équipe UX dans Figma #figma #design-system
      Mise en place de l'intégration continue #ci`,
    specialties: {
      accessibility: `
        Mise en conformité RGAA de la billetterie #accessibility #wcag
        Formation de {15-40} collègues à la sémantique HTML #accessibility #training`,
      shop: `
        Boutique en ligne sans tête sur Shopify #e-commerce #shopify #react
        Tests A/B sur le panier #e-commerce #ab-testing`,
    },
    skills: 'React, TypeScript, JavaScript, Next.js, CSS, Jest, Storybook, Figma',
    degrees: 'Licence Informatique|BUT Métiers du multimédia|Master Informatique',
  },
  {
    id: 'marketing',
    sector: 'office',
    language: 'fr',
    titles: 'Responsable marketing|Chargée de communication|Chef de produit marketing',
    summaries: `
      Responsable marketing qui mesure, mais croit encore aux belles phrases.
      Campagnes, contenus et référencement pour des marques à taille humaine.`,
    core: `
      Trafic naturel augmenté de {60-200} % grâce au référencement #seo #content #marketing
      Gestion d'un budget publicitaire de {20-200} mille euros par mois #sea #paid-social #marketing
      Lettres d'information à {20-200} mille lecteurs #email-marketing #marketing
      Lancements de produits avec presse et salons #launch #pr #marketing
      Mesure d'audience et attribution avec GA4 #analytics #marketing
      Refonte de la marque et du site #branding #marketing
      Encadrement de {2-6} rédacteurs #management`,
    specialties: {
      events: `
        Organisation de congrès de {300-1500} participants #events
        Négociation avec lieux, traiteurs et partenaires #events #negotiation`,
      social: `
        Animation d'une communauté de {40-300} mille abonnés #social-media
        Tournage et montage de vidéos courtes #video #social-media`,
    },
    skills: 'SEO, Google Ads, GA4, Rédaction, HubSpot, Canva, WordPress',
    degrees: 'Master Marketing|Licence Information-communication|BTS Communication',
  },
  {
    id: 'doctor',
    sector: 'health',
    language: 'fr',
    titles: 'Médecin généraliste|Praticienne hospitalière|Médecin interniste',
    summaries: `
      Médecin qui écoute d'abord et prescrit ensuite.
      Formation large en médecine interne, goût pour l'enseignement.`,
    core: `
      Consultation de {18-32} patients par jour en cabinet et en service #medicine #patient-care
      Visites de service et décisions partagées avec les patients #medicine
      Enseignement à {4-12} externes par stage #teaching #medicine
      Gardes aux urgences une nuit sur {4-7} #on-call #medicine
      Présentation de dossiers en réunion de cancérologie #oncology #medicine
      Rédaction du protocole local de prise en charge du sepsis #guidelines #medicine
      Suivi de patients diabétiques #diabetes #medicine`,
    specialties: {
      cardiology: `
        {200-700} échocardiographies et lectures de Holter #cardiology
        Suivi d'insuffisants cardiaques par télémédecine #cardiology #telemedicine`,
      gp: `
        Maison de santé rurale avec {1200-3000} patients #general-practice
        Visites à domicile et petite chirurgie #general-practice #surgery`,
    },
    skills: 'Médecine interne, Échographie, ECG, Urgences, Enseignement',
    degrees: 'Diplôme d’État de docteur en médecine|DES de médecine générale',
  },
];
