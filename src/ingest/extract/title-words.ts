/** Whole words that make a phrase the title of a position, without accents, in seven languages. */
const WORDS = `
sister matron engineer developer programmer coder architect manager director head lead leader chief officer analyst scientist consultant designer administrator admin
specialist coordinator assistant associate intern trainee apprentice nurse doctor physician surgeon teacher lecturer professor tutor instructor trainer coach researcher fellow
accountant controller auditor bookkeeper lawyer attorney solicitor paralegal clerk secretary receptionist cashier waiter waitress chef cook baker driver electrician
plumber carpenter welder mechanic technician operator supervisor foreman representative rep agent buyer planner recruiter therapist physiotherapist
pharmacist midwife dentist paramedic editor writer journalist translator interpreter photographer producer artist animator illustrator founder co-founder cofounder owner partner
president vp cto ceo cfo coo cio ciso cpo cmo freelancer contractor adviser advisor tester sre dba postdoc volunteer librarian worker caregiver carer barista bartender
strategist evangelist advocate ambassador executive principal superintendent inspector surveyor estimator economist statistician actuary underwriter broker trader banker treasurer
psychologist counsellor counselor radiographer sonographer optician veterinarian biologist chemist physicist geologist machinist fitter joiner painter roofer
mason bricklayer plasterer glazier gardener landscaper cleaner porter guard steward stewardess pilot captain sailor soldier sergeant lieutenant firefighter hairdresser stylist
copywriter proofreader merchandiser storekeeper salesperson salesman saleswoman seller shopkeeper dispatcher scheduler expert practitioner facilitator moderator demonstrator
internship apprenticeship traineeship placement staff handler picker packer attendant assembler maker custodian janitor cto/co-founder devops webmaster sysadmin master scrum-master dean principal headteacher registrar curator archivist conductor musician actor
entwickler ingenieur leiter berater sachbearbeiter kaufmann kauffrau assistent assistenz werkstudent praktikant praktikum auszubildender auszubildende azubi geschaftsfuhrer
krankenpfleger krankenschwester pflegefachkraft pflegefachfrau pflegefachmann pfleger arzt arztin facharzt lehrer lehrkraft elektriker elektroniker mechaniker mechatroniker techniker meister
schreiner tischler koch kochin verkaufer buchhalter redakteur architekt referent mitarbeiter fahrer lagerist maler backer gestalter forscher dozent hebamme
apotheker tester testerin programmierer vorstand prokurist inhaber grunder trainee doktorand hilfskraft stationsleitung leitung teamleitung projektleitung bauleitung filialleitung gruppenleitung abteilungsleitung
fachkraft fachangestellter fachangestellte angestellter angestellte beamter zimmermann maurer dachdecker schweisser schlosser monteur fachinformatiker informatiker chemikant laborant kellner friseur
gartner erzieher sozialarbeiter sozialpadagoge psychologe physiotherapeut ergotherapeut logopade sanitater notfallsanitater disponent einkaufer controller jurist rechtsanwalt notar steuerberater wirtschaftsprufer ubersetzer dolmetscher
ingenieur ingenieure developpeur developpeuse responsable directeur directrice consultante technicien technicienne infirmier infirmiere medecin comptable assistante stagiaire
alternant alternante apprenti apprentie vendeur vendeuse cuisinier cuisiniere serveur serveuse charge chargee gestionnaire architecte analyste enseignant enseignante professeur professeure formateur formatrice conducteur
electricien plombier menuisier soudeur mecanicien redacteur redactrice graphiste avocat avocate juriste acheteur acheteuse commercial commerciale conseiller conseillere administrateur administratrice chercheur chercheuse
doctorant doctorante gerant gerante fondateur fondatrice cofondateur integrateur integratrice concepteur conceptrice animateur animatrice educateur educatrice secretaire aide-soignant aide-soignante auxiliaire ouvrier magasinier boulanger patissier
commis sous-chef second plongeur expert experte testeur testeuse cadre adjoint adjointe delegue deleguee chauffeur livreur livreuse caissier caissiere pharmacien pharmacienne kinesitherapeute psychologue traducteur traductrice
ingeniero ingeniera desarrollador desarrolladora programador programadora jefe jefa directora gerente consultor consultora analista tecnico tecnica
enfermero enfermera medico medica contable contador contadora asistente becario becaria vendedor vendedora dependiente dependienta cocinero cocinera camarero camarera
profesor profesora maestro maestra arquitecto arquitecta administrador administradora administrativo administrativa abogado abogada electricista fontanero soldador mecanico disenador disenadora redactor redactora
investigador investigadora comercial coordinador coordinadora encargado encargada conductor operario operaria peon albanil carpintero cientifico cientifica practicas docente farmaceutico farmaceutica fisioterapeuta psicologo psicologa traductora traductor socio fundador fundadora supervisora delegado auxiliar formador formadora periodista celador recepcionista teleoperador teleoperadora
ingegnere sviluppatore sviluppatrice programmatore responsabile direttore direttrice consulente tecnico infermiere infermiera medico contabile assistente tirocinante stagista venditore commesso commessa cuoco cameriere insegnante docente
architetto amministratore impiegato impiegata avvocato elettricista idraulico progettista grafico redattore ricercatore ricercatrice coordinatore coordinatrice capo addetto addetta operaio magazziniere autista fondatore ragioniere
ontwikkelaar medewerker adviseur directeur verpleegkundige docent leraar stagiair stagiaire onderzoeker ontwerper monteur verkoper boekhouder projectleider teamleider kok chauffeur jurist beheerder specialist
engenheiro engenheira desenvolvedor desenvolvedora programador diretor diretora gestor gestora tecnico enfermeiro enfermeira medico professor estagiario estagiaria vendedor cozinheiro advogado coordenador assistente
`;

/** Ends of German and Dutch compounds, without the ending of the gender: `Softwareentwickler`, `Projektleiterin`. */
const COMPOUND_ENDS =
  'entwickler ingenieur leiter leitung berater bearbeiter kaufmann kauffrau assistent assistenz student praktikant fuhrer pfleger schwester fachkraft fachfrau fachmann arzt lehrer elektriker elektroniker mechaniker mechatroniker techniker meister tischler verkaufer buchhalter redakteur architekt referent mitarbeiter fahrer maler gestalter forscher dozent programmierer administrator manager designer analyst angestellter angestellte angestellten helfer monteur schlosser schweisser informatiker therapeut padagoge erzieher planer trainer coach spezialist experte koordinator beauftragter beauftragte vertreter sekretar pilot warter fachwirt betriebswirt friseur zimmerer bauer leider ontwikkelaar medewerker adviseur beheerder verpleger konstrukteur prufer disponent tester reiniger haushaltshilfe pflegekraft hilfskraft lehrkraft buroskraft servicekraft kuchenhilfe anwalt sanitater'.split(
    ' ',
  );

const TITLE_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));

/** Phrases that are titles although none of their words is. */
const PHRASES =
  /\b(?:product owner|team lead|tech lead|scrum master|chief of staff|working student|au pair|business partner|qa|help ?desk|it support|customer support|technical support|human resources|full[- ]?stack|customer service|customer success|data science|public relations|chef de|charge d|prof\.|dj|ta)\b/;
/** Titles only where they are the whole phrase or end it: as part of a company's name they mean something else. */
const GENDERED = /(?:\(?[/:*_·-]?in(?:nen)?\)?|innen)$/;

const isTitleWord = (word: string): boolean => {
  if (TITLE_WORDS.has(word)) return true;
  const neutral = word.replace(GENDERED, '');
  if (TITLE_WORDS.has(neutral)) return true;
  if (word.endsWith('s') && TITLE_WORDS.has(word.slice(0, -1))) return true;
  return neutral.length > 6 && COMPOUND_ENDS.some((end) => neutral.endsWith(end) || word.endsWith(end));
};

/** How many of a folded phrase's words are those of titles. */
export const titleWords = (folded: string): number => {
  let count = PHRASES.test(folded) ? 1 : 0;
  // Marks of gender belong to the word: "Entwickler/in", "développeur·se", "(m/w/d)".
  const words =
    folded
      .replaceAll(/\((?:m|w|f|d|x|h|all genders)(?:\/[a-z])*\)/g, '')
      .match(/[\p{L}][\p{L}'*:_·-]*(?:\/in(?:nen)?\b|\/e\b|\/a\b|\/se\b|\(in\)|\(e\)|\(a\))?/gu) ?? [];
  for (const word of words) {
    const parts = word.split(/[-_·]/);
    if (isTitleWord(word) || (parts.length > 1 && parts.some(isTitleWord))) count += 1;
  }
  return count;
};
