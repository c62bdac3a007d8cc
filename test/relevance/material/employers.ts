import type { Sector } from './family.ts';

/** First halves of invented company names; with the kinds below they make some 3,000. */
export const COMPANY_STEMS: readonly string[] =
  'Aldermoor Brightquay Calderstone Dunwold Elmsgate Fernhallow Glimmerford Hartsmere Ivorbank Juniperhill Kestrelmoor Larkhaven Mossbridge Northquill Oakenfell Pebblecroft Quillhaven Ravensbeck Silverlode Thistledown Umberfield Vantrice Willowmere Yarrowdale Zephyrine Amberlock Blauwerk Cordelune Drachenbau Eulenhof Falkenried Gezeiten Hafenblick Isarnova Kranichfeld Lindwurm Morgenrot Nebelhorn Ostwind Pfauenauge Altamira Brisanova Corvallo Duskmantle Everholt Foxglade Grindlebrook Hollowmark Inkwell Lanternhouse'.split(
    ' ',
  );

export const COMPANY_KINDS: Readonly<Record<Sector, readonly string[]>> = {
  tech: ['Software', 'Systems', 'Digital', 'Labs', 'Payments', 'Data', 'Insurance', 'Mobility'],
  health: ['Hospital', 'Clinic', 'Health Trust', 'Care', 'Medical Centre'],
  finance: ['Bank', 'Holdings', 'Accountants', 'Industries', 'Capital'],
  office: ['Group', 'Trading', 'Media', 'Machines', 'Retail', 'Travel'],
  school: ['Academy', 'School', 'Grammar School', 'College'],
  law: ['Law', 'Solicitors', 'Legal', 'Insurance', 'Properties'],
  building: ['Engineering', 'Construction', 'Works', 'Installations', 'Architects', 'Automotive'],
  transport: ['Logistics', 'Freight', 'Shipping', 'Parcel', 'Cargo'],
  guest: ['Hotel', 'Kitchen', 'Brasserie', 'Catering', 'Resort'],
};

/** Invented colleges. */
export const COLLEGES = {
  en: [
    'University of Westmarch',
    'Thornbury Institute of Technology',
    'Pembrook College',
    'Royal Holm University',
    'Lakeshore State University',
    'St Brannoc’s College',
    'University of Northmoor',
    'Kilmarra Technical College',
    'Eastgate Polytechnic',
    'Vellore Ridge University',
    'Saltmarsh University',
    'Castleford Heath College',
    'Bramblewood University',
    'Institute of Applied Arts Quayside',
    'Universidad de Valdeoro',
    'Politechnika Złotoborska',
    'Fjordby University',
    'University of Cape Meridian',
    'Marston Bay Community College',
    'Highfield Conservatoire',
  ],
  de: [
    'Hochschule Elbaue',
    'Technische Universität Sonnwald',
    'Berufskolleg Lippetal',
    'Universität Havelburg',
    'Handwerkskammer Rosenau',
  ],
  fr: [
    'Université de Valcombe',
    'Lycée Marguerite-Aubrac',
    'École supérieure de Rochebrune',
    'Institut de la Garonnelle',
  ],
} as const;
