interface NamePool {
  readonly given: readonly string[];
  readonly family: readonly string[];
}

const pool = (given: string, family: string): NamePool => ({
  given: given.split(' '),
  family: family.split(' '),
});

const BRITISH = pool(
  'Harriet Owen Imogen Callum Bronwen Rory Niamh Declan Tamsin Alistair Fiona Gareth Maeve Lachlan Saoirse Hamish Beatrix Ewan Rosalind Fergus',
  'Ashdown Birtwhistle Cattermole Dunmore Eastwick Fairhurst Galbraith Hollins Ingleby Kilbride Larkin Merriweather Nettleton Ormsby Penhallow Quirke Ramsbottom Stirling Thackeray Wetherby',
);
const GERMANIC = pool(
  'Anneliese Thorsten Friederike Matthias Gesine Rüdiger Birgit Jürgen Svenja Holger Wiebke Detlef Katrin Lothar Antje Ruben',
  'Ahlborn Brinkmöller Clausnitz Dettweiler Eichstädt Feldbusch Grünhagen Hohlbein Ilgner Kesselring Lindenau Mühlhaus Nagelschmidt Oberhuber Pfützner Reißmann',
);
const FRENCH = pool(
  'Amélie Bastien Clémence Gaëtan Héloïse Thibault Océane Rémi Solène Aurélien Maëlle Fabrice Noémie Yannick Delphine Lucien',
  'Aubrac Beauchêne Carpentras Delacourt Estrade Fontanel Gaudreau Hautbois Jolivet Kergoat Lavandier Montreuil Noiret Pommeraye Quintal Roussillon',
);
const SPANISH = pool(
  'Inés Rodrigo Lucía Gonzalo Marisol Joaquín Pilar Esteban Rocío Álvaro Consuelo Mateo Paloma Ignacio Ximena Leandro',
  'Alcaraz Benavides Cifuentes Dávila Escobedo Figueroa Granados Heredia Iturbe Lizarraga Montenegro Olivares Peñalver Quiroga Robledo Santisteban',
);
const POLISH = pool(
  'Agnieszka Bartosz Danuta Grzegorz Halina Krzysztof Ludwika Mirosław Oliwia Przemek Renata Sławomir Urszula Wojciech Zofia Tymon',
  'Adamczewski Borkowicz Czarnota Dąbrowicz Filipczuk Gąsior Jarosz Kaczmarzyk Lewicki Malinowicz Nowakowicz Ostrowicz Pietrzyk Rybarczyk Szymczuk Wilczek',
);
const INDIAN = pool(
  'Aarav Bhavana Chetan Deepika Girish Hemalatha Ishaan Jayashree Kiran Lavanya Madhav Nandini Pranav Rukmini Suresh Vidya',
  'Acharya Bhattacharjee Chaudhuri Deshpande Ganguly Hegde Iyengar Jadhav Kulkarni Lokhande Mukherji Nambiar Palekar Raghunathan Subramaniam Venkataraman',
);
const NORDIC = pool(
  'Astrid Bjarne Eirik Freja Gunnar Hedda Ingeborg Jesper Kaisa Lasse Maren Oskar Ragnhild Sigurd Tuva Villads',
  'Aalto Bergström Dahlqvist Engelund Fjeldsted Granqvist Hallström Isaksson Kjellberg Lundgaard Mikkelborg Nyström Ødegård Rasmusholm Sandvik Thorvald',
);
const TURKISH_ARABIC = pool(
  'Aylin Burak Cemile Emre Farida Hakan Iman Khalid Leyla Murat Nadia Orhan Rania Selim Yasmin Zaid',
  'Akyıldız Benhaddou Çelikten Demirbağ Elmasry Fakhouri Güneş Haddadin Karaduman Mansouri Najjar Özkaya Rahmani Sağlam Tahiri Yıldırımer',
);
const AFRICAN = pool(
  'Abena Chidi Efua Folasade Kwabena Makena Ngozi Obinna Palesa Sipho Tendai Uche Wanjiru Yaw Zanele Thabo',
  'Acheampong Balogun Chikwanda Dlamini Ezenwa Gathoni Kamau Mabaso Nkemelu Odhiambo Okonjo Quartey Sibanda Tshabala Umeh Wekesa',
);
const CHINESE_KOREAN = pool(
  'Mei-Lin Jianhong Yuna Haoran Xiaoyan Minjun Lihua Seo-yeon Weiming Jisoo Qingyu Dong-hyun Ruolan Zhenhua Hana Kaito',
  'Bae Cheung Deng Fung Guo Hwang Jeong Koh Liang Moriyama Ngai Ong Pang Shimada Tsang Zhuang',
);

/** Family and given names by where they come from. Combinations are invented; see `unusedName`. */
export const NAME_POOLS: readonly NamePool[] = [
  BRITISH,
  BRITISH,
  GERMANIC,
  FRENCH,
  SPANISH,
  POLISH,
  INDIAN,
  NORDIC,
  TURKISH_ARABIC,
  AFRICAN,
  CHINESE_KOREAN,
];
export const GERMAN_NAMES: NamePool = GERMANIC;
export const FRENCH_NAMES: NamePool = FRENCH;
