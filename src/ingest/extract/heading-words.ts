import type { SectionKind } from '../../domain/document.ts';

/**
 * What people write above the sections of a CV, without accents, in seven languages. A heading counts only where it is
 * a line of its own, so common words may stand here.
 */
const HEADINGS: Readonly<Record<SectionKind, string>> = {
  header: `contact, contact details, contact information, contact me, contacts, personal details, personal information, personal data, personal,
    details, info, how to reach me, kontakt, kontaktdaten, personliche daten, persoenliche daten, zur person, personalien, angaben zur person, anschrift,
    coordonnees, informations personnelles, etat civil, donnees personnelles, contacto, datos personales, datos de contacto, informacion personal,
    contatti, dati personali, informazioni personali, informazioni di contatto, contactgegevens, persoonlijke gegevens, personalia, contato, contatos, dados pessoais, informacoes pessoais, links, online, find me online`,
  summary: `summary, professional summary, executive summary, career summary, summary of qualifications, profile, professional profile, career profile,
    personal profile, personal statement, about, about me, about myself, who i am, objective, career objective, overview, introduction, in short, at a glance, bio, biography,
    profil, kurzprofil, uber mich, ueber mich, zusammenfassung, berufsprofil, berufliches profil, kurzvorstellung, wer ich bin, profilubersicht, auf einen blick,
    profil professionnel, a propos, a propos de moi, resume, resume professionnel, presentation, objectif, objectif professionnel, qui suis-je, en bref,
    perfil, perfil profesional, sobre mi, acerca de mi, resumen, resumen profesional, objetivo, objetivo profesional, presentacion, extracto, quien soy,
    profilo, profilo professionale, chi sono, su di me, sommario, riepilogo, obiettivo professionale,
    profiel, over mij, persoonlijk profiel, samenvatting, wie ben ik, perfil profissional, sobre, sobre mim, resumo, resumo profissional`,
  experience: `experience, experiences, work experience, work experiences, professional experience, employment, employment history, employment record, work history, career, career history, professional background,
    professional history, relevant experience, job history, positions, positions held, where i have worked, where i've worked, where i worked, what i have done, what i've done, jobs, professional career, career path, career experience, industry experience, previous employment, work, working life, past roles, roles, internships, internship experience, clinical experience, teaching experience, military experience, freelance work, practical experience, experience and employment, my path so far, my journey, experience to date, academic appointments, appointments, academic positions, academic experience, professional appointments, engagements, assignments, contracts, selected engagements, gigs,
    berufliche tatigkeiten, berufliche tatigkeit, tatigkeit, berufliches, berufserfahrung, berufserfahrungen, beruflicher werdegang, werdegang, berufliche erfahrung, berufliche erfahrungen, berufspraxis, berufliche stationen, stationen, berufstatigkeit, beruflicher hintergrund, arbeitserfahrung, praxiserfahrung, praktische erfahrung, praktika, berufliche laufbahn, beschaftigungsverhaltnisse, tatigkeiten, bisherige tatigkeiten, berufsweg, erfahrung, erfahrungen, wo ich gearbeitet habe, beruf, mein werdegang, beruflicher werdegang und erfahrung, praktikum,
    experience professionnelle, experiences professionnelles, parcours professionnel, parcours, emplois, carriere, stages, stage, emplois occupes, postes occupes, mon parcours, parcours pro, historique professionnel, ou j'ai travaille, mes experiences,
    experiencia, experiencia laboral, experiencia profesional, trayectoria, trayectoria profesional, trayectoria laboral, historial laboral, vida laboral, donde he trabajado, carrera profesional, practicas, empleos, experiencias laborales,
    esperienza, esperienze, esperienza lavorativa, esperienze lavorative, esperienza professionale, esperienze professionali, carriera, percorso professionale, tirocini,
    werkervaring, ervaring, loopbaan, arbeidsverleden, professionele ervaring, relevante werkervaring, stages en werkervaring,
    experiencia profissional, experiencias profissionais, historico profissional, percurso profissional, trajetoria profissional`,
  education: `education, educational background, academic background, education and training, academic qualifications, qualifications, academic history, academics, studies, schooling, training, training and education, academic education, where i studied, what i studied, educational qualifications, education and qualifications, academic record, formal education, degrees, university, school, academic training, schools, learning,
    ausbildung, bildungsweg, bildung, studium, schulbildung, akademischer werdegang, akademische ausbildung, schulische ausbildung, ausbildung und studium, studium und ausbildung, bildungsgang, schulischer werdegang, berufsausbildung, aus- und weiterbildung, hochschulstudium, schule, abschlusse, wo ich gelernt habe, schule und ausbildung, ausbildungen, hochschulbildung, bildungsstationen,
    formation, formations, etudes, diplomes, diplomes et formations, parcours academique, scolarite, cursus, formation academique, formation initiale, cursus scolaire, parcours scolaire, mes etudes,
    formacion, formacion academica, educacion, estudios, titulacion, titulaciones, formacion reglada, estudios realizados, datos academicos, formacion profesional, historial academico,
    istruzione, formazione, istruzione e formazione, studi, titoli di studio, percorso formativo, percorso di studi,
    opleiding, opleidingen, onderwijs, studie, scholing, diploma's, formacao, formacao academica, educacao, escolaridade, habilitacoes academicas, habilitacoes literarias`,
  skills: `skills, technical skills, key skills, core skills, skill set, skillset, core competencies, competencies, competences, expertise, areas of expertise, technologies, tools, tech stack, technology stack, stack, technical expertise, technical proficiencies, technical knowledge, computer skills, it skills, professional skills, hard skills, soft skills, strengths, abilities, programming languages, programming, software, key competencies, core strengths, toolbox, what i can do, what i know, what i work with, things i am good at, specialities, specialties, capabilities, proficiencies, digital skills, technical competencies, clinical skills, other skills, additional skills, technical summary, it knowledge, knowledge, tools i use, what i bring,
    kenntnisse, fahigkeiten, faehigkeiten, kompetenzen, it-kenntnisse, edv-kenntnisse, edv, technische kenntnisse, fachkenntnisse, kernkompetenzen, fachliche kompetenzen, technologien, werkzeuge, programmierkenntnisse, qualifikationen, besondere kenntnisse, weitere kenntnisse, sonstige kenntnisse, it-kompetenzen, it-skills, schwerpunkte, expertise, kompetenzprofil, kenntnisse und fahigkeiten, zusatzqualifikationen, was ich kann, starken, softwarekenntnisse, computerkenntnisse, pc-kenntnisse, programmiersprachen, fertigkeiten, fachwissen, wissen,
    competences, competences techniques, competences cles, savoir-faire, connaissances, informatique, competences informatiques, outils, logiciels, competences professionnelles, aptitudes, atouts, domaines de competence, domaines de competences, environnement technique, technologies maitrisees, ce que je sais faire, points forts, qualites,
    competencias, habilidades, conocimientos, aptitudes, competencias tecnicas, conocimientos informaticos, informatica, habilidades tecnicas, conocimientos tecnicos, herramientas, tecnologias, destrezas, competencias digitales, competencias clave, lo que se hacer,
    competenze, competenze tecniche, capacita, conoscenze, abilita, competenze informatiche, competenze digitali, capacita e competenze, strumenti, tecnologie,
    vaardigheden, competenties, kennis, technische vaardigheden, computervaardigheden, kennis en vaardigheden,
    competencias tecnicas, habilidades tecnicas, conhecimentos, conhecimentos tecnicos, ferramentas`,
  languages: `languages, language skills, language, spoken languages, foreign languages, languages spoken, language proficiency, language knowledge, languages i speak,
    sprachen, sprachkenntnisse, fremdsprachen, sprache, fremdsprachenkenntnisse, sprachkompetenzen, meine sprachen,
    langues, langues etrangeres, langues parlees, competences linguistiques, langue, connaissances linguistiques,
    idiomas, lenguas, idioma, conocimientos de idiomas, competencias linguisticas, lingue, lingue straniere, conoscenze linguistiche, competenze linguistiche, lingua, talen, talenkennis, linguas, taal`,
  projects: `projects, personal projects, selected projects, key projects, side projects, open source, open source projects, open-source, portfolio, project experience, academic projects, notable projects, open source contributions, things i have built, selected work, selected works,
    projekte, projekterfahrung, ausgewahlte projekte, referenzprojekte, projektliste, eigene projekte, personliche projekte,
    projets, projets personnels, realisations, projets realises, proyectos, proyectos personales, proyectos destacados, progetti, progetti personali, projecten, projetos, projetos pessoais`,
  certificates: `certificates, certifications, certification, licenses, licences, licenses and certifications, courses, training courses, professional development, accreditations, credentials, further training, continuing education, professional certifications, online courses, courses and certifications, professional training, licensure, memberships, professional memberships, affiliations, registrations,
    zertifikate, zertifizierungen, weiterbildung, weiterbildungen, fortbildung, fortbildungen, kurse, lehrgange, fort- und weiterbildung, fort- und weiterbildungen, zertifikate und weiterbildungen, scheine, mitgliedschaften, fuhrerschein,
    certificats, formations complementaires, habilitations, formation continue, permis, certificaciones, cursos, formacion complementaria, cursos y certificaciones, certificados, otros cursos, carnets,
    certificazioni, corsi, attestati, certificaten, cursussen, trainingen, certificacoes, certificados, formacao complementar`,
  publications: `publications, papers, selected publications, talks, conferences, presentations, research, articles, patents, talks and publications, speaking, research interests, lectures,
    publikationen, veroffentlichungen, vortrage, forschung, patente, conferences, articles, brevets, communications, publicaciones, ponencias, patentes, pubblicazioni, conferenze, publicaties, publicacoes`,
  interests: `interests, hobbies, hobbies and interests, personal interests, activities, extracurricular activities, leisure, outside work, when i am not working, in my free time, volunteering, volunteer work, volunteer experience, voluntary work, community, community work, extracurriculars,
    interessen, hobbys, freizeit, hobbies, ehrenamt, ehrenamtliches engagement, engagement, interessen und hobbys, personliche interessen, soziales engagement, freizeitaktivitaten, privates,
    loisirs, centres d'interet, interets, activites, benevolat, engagement associatif, vie associative, centre d'interet, divers, passions,
    intereses, aficiones, voluntariado, aficiones e intereses, tiempo libre, interessi, hobby, volontariato, tempo libero, interesses, vrije tijd, vrijwilligerswerk, voluntariado`,
  references: `references, referees, referenzen, referenties, referencias, referenze, references available on request, references available upon request, recommendations, testimonials, empfehlungen, recommandations`,
  other: `awards, grants, funding, scholarships, scholarships and awards, fellowships, grants and awards, teaching, supervision, service, academic service, honors, honours, awards and honors, honours and awards, achievements, key achievements, accomplishments, additional information, other, other information, miscellaneous, further information, availability, military service, key figures, notice period,
    auszeichnungen, preise, stipendien, sonstiges, weiteres, wehrdienst, zivildienst, verschiedenes, erfolge, auslandsaufenthalte, auslandserfahrung, verfugbarkeit, zusatzliche informationen,
    distinctions, prix, autres, informations complementaires, recompenses, service militaire, disponibilite, mobilite, premios, logros, otros, otros datos, datos de interes, informacion adicional, otros datos de interes, disponibilidad, reconocimientos,
    premi, riconoscimenti, altro, ulteriori informazioni, overig, prijzen, onderscheidingen, premios, outros, outras informacoes`,
};

/**
 * Words that also begin or name other things than a section: they are headings only where a blank line, capitals or a
 * colon set them off.
 */
export const WEAK_HEADINGS: ReadonlySet<string> = new Set(
  'informatica informatique software stage stages work school university info details personal other research training career schools tools programming beruf studium schule praktikum links online roles lectures courses activities knowledge kurse learning conferences language technologies engagement community articles forschung learning jobs divers edv wissen networking presentation communications parcours introduction overview divers patents papers speaking lehre'.split(
    ' ',
  ),
);

/** Heads of longer headings: the last word in Germanic languages (`Schulische und berufliche Ausbildung`), the first in Romance ones. */
export const LAST_WORDS: ReadonlyMap<string, SectionKind> = new Map([
  ['experience', 'experience'],
  ['employment', 'experience'],
  ['appointments', 'experience'],
  ['berufserfahrung', 'experience'],
  ['erfahrung', 'experience'],
  ['werdegang', 'experience'],
  ['laufbahn', 'experience'],
  ['praktika', 'experience'],
  ['werkervaring', 'experience'],
  ['education', 'education'],
  ['ausbildung', 'education'],
  ['studium', 'education'],
  ['bildungsweg', 'education'],
  ['qualifications', 'education'],
  ['opleiding', 'education'],
  ['skills', 'skills'],
  ['kenntnisse', 'skills'],
  ['kompetenzen', 'skills'],
  ['competencies', 'skills'],
  ['vaardigheden', 'skills'],
  ['fahigkeiten', 'skills'],
  ['languages', 'languages'],
  ['sprachkenntnisse', 'languages'],
  ['sprachen', 'languages'],
  ['projects', 'projects'],
  ['projekte', 'projects'],
  ['certifications', 'certificates'],
  ['certificates', 'certificates'],
  ['zertifikate', 'certificates'],
  ['weiterbildung', 'certificates'],
  ['weiterbildungen', 'certificates'],
  ['fortbildungen', 'certificates'],
  ['publications', 'publications'],
  ['publikationen', 'publications'],
  ['interests', 'interests'],
  ['interessen', 'interests'],
  ['hobbies', 'interests'],
  ['references', 'references'],
]);
export const FIRST_WORDS: ReadonlyMap<string, SectionKind> = new Map([
  ['experience', 'experience'],
  ['experiences', 'experience'],
  ['experiencia', 'experience'],
  ['experiencias', 'experience'],
  ['trayectoria', 'experience'],
  ['esperienza', 'experience'],
  ['esperienze', 'experience'],
  ['parcours', 'experience'],
  ['formation', 'education'],
  ['formations', 'education'],
  ['etudes', 'education'],
  ['formacion', 'education'],
  ['estudios', 'education'],
  ['educacion', 'education'],
  ['istruzione', 'education'],
  ['formazione', 'education'],
  ['diplomes', 'education'],
  ['competences', 'skills'],
  ['competencias', 'skills'],
  ['conocimientos', 'skills'],
  ['competenze', 'skills'],
  ['habilidades', 'skills'],
  ['langues', 'languages'],
  ['idiomas', 'languages'],
  ['lingue', 'languages'],
  ['projets', 'projects'],
  ['proyectos', 'projects'],
  ['progetti', 'projects'],
  ['certifications', 'certificates'],
  ['certificaciones', 'certificates'],
  ['certificazioni', 'certificates'],
  ['publicaciones', 'publications'],
  ['intereses', 'interests'],
  ['loisirs', 'interests'],
]);

/** Folded heading → kind. Where two kinds share a wording, the first named above holds. */
export const HEADING_KINDS: ReadonlyMap<string, SectionKind> = new Map(
  Object.entries(HEADINGS)
    .flatMap(([kind, list]) =>
      list.split(/,\s+/).map((heading): [string, SectionKind] => [heading.trim(), sectionKind(kind)]),
    )
    .toReversed(),
);

function sectionKind(name: string): SectionKind {
  switch (name) {
    case 'header':
    case 'summary':
    case 'experience':
    case 'education':
    case 'skills':
    case 'languages':
    case 'projects':
    case 'certificates':
    case 'publications':
    case 'interests':
    case 'references':
      return name;
    default:
      return 'other';
  }
}
