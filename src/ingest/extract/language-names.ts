import type { SpokenLanguage } from '../../domain/profile.ts';

/** English name: names in German, French, Spanish, Italian, Dutch, Portuguese and their own language, without accents. */
const NAMES = `
English: englisch, anglais, ingles, inglese, engels, angielski, engelska
German: deutsch, allemand, aleman, tedesco, duits, alemao, niemiecki, tyska
French: franzosisch, franzoesisch, francais, frances, francese, frans, francuski
Spanish: spanisch, espagnol, espanol, castellano, spagnolo, spaans, espanhol, castilian
Italian: italienisch, italien, italiano, italiaans
Portuguese: portugiesisch, portugais, portugues, portoghese, portugees, brazilian portuguese
Dutch: niederlandisch, neerlandais, neerlandes, holandes, olandese, nederlands, flemish, flamisch, flamand
Polish: polnisch, polonais, polaco, polacco, pools, polski
Russian: russisch, russe, ruso, russo
Ukrainian: ukrainisch, ukrainien, ucraniano, ucraino
Czech: tschechisch, tcheque, checo, ceco
Slovak: slowakisch, slovaque, eslovaco
Hungarian: ungarisch, hongrois, hungaro, ungherese, magyar
Romanian: rumanisch, roumain, rumano, rumeno, romana
Bulgarian: bulgarisch, bulgare, bulgaro
Greek: griechisch, grec, griego, greco, grieks
Serbian: serbisch, serbe, serbio
Croatian: kroatisch, croate, croata
Bosnian: bosnisch, bosniaque
Serbo-Croatian: serbokroatisch
Slovenian: slowenisch, slovene
Albanian: albanisch, albanais
Macedonian: mazedonisch
Turkish: turkisch, tuerkisch, turc, turco, turks, turkce
Kurdish: kurdisch, kurde
Arabic: arabisch, arabe, arabo, moroccan arabic
Hebrew: hebraisch, hebreu, hebreo
Persian: persisch, persan, persa, farsi, dari
Pashto: paschtu
Hindi
Urdu
Bengali: bangla
Punjabi: panjabi
Gujarati
Marathi
Tamil: tamoul
Telugu
Kannada
Malayalam
Sinhala: sinhalese
Nepali: nepalesisch
Chinese: chinesisch, chinois, chino, cinese, chinees, mandarin, mandarin chinese, chinese mandarin, mandarino, putonghua, hochchinesisch
Cantonese: kantonesisch, cantonais
Japanese: japanisch, japonais, japones, giapponese, japans
Korean: koreanisch, coreen, coreano
Vietnamese: vietnamesisch, vietnamien, vietnamita
Thai: thailandisch
Indonesian: indonesisch, bahasa indonesia
Malay: malaiisch, bahasa melayu
Filipino: tagalog
Danish: danisch, daenisch, danois, danes, danese, deens, dansk
Swedish: schwedisch, suedois, sueco, svedese, zweeds, svenska
Norwegian: norwegisch, norvegien, noruego, norvegese, norsk
Finnish: finnisch, finnois, finlandes, finlandais, suomi
Icelandic: islandisch, islandais
Estonian: estnisch, estonien
Latvian: lettisch, letton
Lithuanian: litauisch, lituanien
Catalan: katalanisch, catala, catalano, valencian, valenciano
Basque: baskisch, euskera, euskara, vasco
Galician: galicisch, galicien, gallego, galego
Breton: bretonisch
Corsican: corse
Occitan
Irish: irisch, gaeilge
Welsh: walisisch, cymraeg
Scottish Gaelic: gaelic
Luxembourgish: luxemburgisch, luxembourgeois
Latin: latein, latino
Esperanto
Swahili: suaheli, kiswahili
Amharic: amharisch
Somali
Tigrinya
Yoruba
Igbo
Hausa
Fulah: peul, fulani, fula, pulaar
Wolof
Lingala
Zulu
Twi: akan
Fante: fanti
Ewe
Ga
Kikuyu: gikuyu
Sotho: sesotho
Tswana: setswana
Shona
Ndebele
Luganda
Kinyarwanda
Bambara
Quechua: ketschua
Guarani
Aymara
Nahuatl
Maori
Samoan
Fijian
Haitian Creole: creole, kreyol
Maltese: maltesisch
Yiddish: jiddisch
Sorbian: sorbisch
Low German: plattdeutsch
Swiss German: schweizerdeutsch, suisse allemand
Xhosa
Afrikaans
Malagasy: malgache
Berber: tamazight, berbere, kabyle
Armenian: armenisch, armenien
Georgian: georgisch, georgien
Azerbaijani: aserbaidschanisch
Kazakh: kasachisch
Uzbek: usbekisch
Mongolian: mongolisch
Khmer
Burmese
Tibetan
Auslan
Sign Language: gebardensprache, german sign language, british sign language, american sign language, langue des signes, lengua de signos, lengua de senas, dgs, bsl, asl, lsf
`;

/** Folded name → English name. */
export const LANGUAGE_NAMES: ReadonlyMap<string, string> = new Map(
  NAMES.trim()
    .split('\n')
    .flatMap((line) => {
      const [name = '', others = ''] = line.split(': ');
      return [name.toLowerCase(), ...others.split(', ')]
        .filter((word) => word !== '')
        .map((word): [string, string] => [word, name]);
    }),
);

/** What a line can begin with that begins with a language. */
export const LANGUAGE_FIRST_WORDS: ReadonlySet<string> = new Set(
  [...LANGUAGE_NAMES.keys()].map((name) => /^\p{L}+/u.exec(name)?.[0] ?? name),
);

export type Level = NonNullable<SpokenLanguage['level']>;

/**
 * Words for levels, without accents, in order: the first that occurs holds, so `very good` stands above `good`.
 * CEFR letters are taken as they are. For words: C1 is the level that employers and LinkedIn (`full professional`,
 * ILR 4) mean by business fluent; ILR 3 is B2 and ILR 2 is B1, after the ACTFL–CEFR crosswalk of 2016, which
 * puts ILR 3 at B2/C1; a user who is "independent" in the CEFR's own words is at B, one who is "basic" at A.
 */
export const LEVEL_WORDS: readonly (readonly [RegExp, Level])[] = [
  [/(?<![a-z\d])([abc][12])(?![a-z\d])/, 'A1'],
  [
    /\b(?:native|mother ?tongue|mother-tongue|first language|l1|muttersprach\w*|muttersprache|langue maternelle|maternelle|maternel|nativ[ao]|lengua materna|materna|madrelingua|lingua madre|moedertaal|lingua materna|bilingual|zweisprachig|bilingue|tweetalig|idioma materno|erstsprache)\b/,
    'native',
  ],
  [
    /\b(?:upper[- ]intermediate|gute? kenntnisse|good command|bonne? maitrise|intermediate[- ]high|intermedio alto|niveau avance intermediaire|professional working|limited fluency)\b/,
    'B2',
  ],
  [
    /\b(?:limited working|lower[- ]intermediate|pre-intermediate|conversational|konversation\w*|conversationnel|conversacional|intermediate|mittelstufe|intermediaire|intermedio|mittlere|moyen|medio|gemiddeld|intermediario|mittel|scolaire avance)\b/,
    'B1',
  ],
  [
    /\b(?:near[- ]native|native[- ]like|proficient|proficiency level|mastery|annahernd muttersprachlich)\b/,
    'C2',
  ],
  [
    /\b(?:full professional|fluent|fluently|business[- ]fluent|fliessend|fliesend|fließend|fluessig|flussig|verhandlungssicher\w*|courant|courante|couramment|fluide|fluid[ao]|con fluidez|fluente|corrente|vloeiend|advanced|fortgeschritten\w*|avance|avanzado|avanzato|gevorderd|avancado|sehr gut\w*|very good|excellent|tres bon\w*|tres bien|muy bueno|muy alto|alto|ottim[ao]|uitstekend|professional|professionnel|profesional|c-level)\b/,
    'C1',
  ],
  [/\b(?:gute?|gut|good|bon|bonne|bien|bueno|buono|buona|goed|bom|working knowledge|sicher)\b/, 'B2'],
  [
    /\b(?:basic|basics|elementary|grundkenntnisse|grundlagen|basiskenntnisse|notions?|bases?|basique|debutant avance|scolaire|schulkenntnisse|basico|nociones|elemental|di base|base|scolastico|basis|basiskennis|elementaire|elementare)\b/,
    'A2',
  ],
  [/\b(?:beginner|anfanger\w*|debutant|principiante|beginnend|iniciante)\b/, 'A1'],
];
