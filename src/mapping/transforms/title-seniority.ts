import type { Seniority } from '../../lead/fields.js';

/**
 * Words and phrases of job titles, folded (no accents, lower case), divided by commas. `*` at the end
 * or start of a word stands for any letters. A longer phrase takes its words away from shorter ones.
 * `none` takes words away and says nothing. Changing the table can move scores: raise TABLES_VERSION.
 */
export const SENIORITY_WORDS: readonly (readonly [Seniority | 'none', string])[] = [
  [
    'student',
    `student, students, studentin, studierende, studierender, werkstudent, werkstudentin,
    werkstudenten, studentische hilfskraft, studentische aushilfe, doktorand, doktorandin, phd candidate,
    phd student, doctoral candidate, etudiant, etudiante, doctorant, doctorante, eleve, estudiante,
    alumno, alumna, universitario, universitaria, doctorando, doctoranda, undergraduate, pupil, schuler,
    schulerin, studente, studentessa, estudante`,
  ],
  [
    'intern',
    `intern, interns, internship, trainee, apprentice, apprenticeship, praktikant, praktikantin,
    praktikum, azubi, auszubildende, auszubildender, lehrling, volontar, volontarin, volontariat, stagiaire,
    en stage, alternant, alternante, apprenti, apprentie, becario, becaria, practicante, pasante, en practicas,
    aprendiz, stagista, tirocinante, estagiario, estagiaria, management trainee, graduate trainee`,
  ],
  [
    'none',
    `student affairs, student services, student success, student support, student engagement,
    student experience, student recruitment, student life, student housing, student union, student advisor,
    student adviser, student counselor, student relations, student finance, dean of students, student accounts,
    internship program, internship programme, intern program, trainee program,
    lead generation, lead gen, lead management, lead nurturing, lead qualification, halbleiter, begleiter,
    executive search, executive education`,
  ],
  [
    'c_level',
    `ceo, cfo, cto, coo, cio, cmo, cro, cso, cdo, cpo, chro, ciso, cco, cxo, cao, clo, caio,
    chief, chief executive, president, presidente, presidenta, prasident, prasidentin, presidente director,
    managing director, managing partner, founding partner, general partner, senior partner, founder,
    founders, cofounder, co founder, cofundador, cofundadora, fondateur, fondatrice, cofondateur, cofondatrice,
    fundador, fundadora, fondatore, fondatrice, grunder, grunderin, mitgrunder, mitgrunderin, owner, co owner,
    proprietor, chairman, chairwoman, chairperson, chair, board member, member of the board, board of directors,
    board director, vorstand, vorstandin, vorstands*, vorstandsvorsitz*, vorsitzende, vorsitzender, geschaftsfuhr*,
    geschaftsleit*, gf, gschf, inhaber, inhaberin, gesellschafter, gesellschafterin, unternehmer, unternehmerin,
    directeur general, directrice generale, direction generale, directeur executif, directrice executive, pdg, dg,
    president directeur general, gerant, gerante, dirigeant, dirigeante, chef d entreprise, cheffe d entreprise,
    chef entreprise, proprietaire, associe fondateur, director general, directora general, direccion general,
    director ejecutivo, directora ejecutiva, consejero delegado, consejera delegada, gerente general,
    director gerente, directora gerente, propietario, propietaria, dueno, duena, socio director, socia directora,
    socio fundador, empresario, empresaria, amministratore delegato, direttore generale, diretor geral,
    diretor executivo, algemeen directeur, verwaltungsrat, aufsichtsrat, secretary general, secretaire general,
    secretaire generale, generalsekretar, generalsekretarin`,
  ],
  [
    'vp',
    `vp, svp, evp, rvp, gvp, vice president, vicepresident, vice presidente, vice presidenta,
    vicepresidente, vicepresidenta, vizeprasident, vizeprasidentin, vice presidence`,
  ],
  [
    'director',
    `director, directors, directeur, directrice, directora, direktor, direktorin, dir, direttore,
    direttrice, diretor, diretora, head, head of, leiter, leiterin, leitung, leitende, leitender, *leiter,
    *leiterin, *leitung, *chef, *chefin, *direktor, *direktorin, bereichsleit*, avp, assistant vice president,
    associate vice president, chief of staff, chief engineer, chief architect, chief scientist, chief editor,
    chief economist, editor in chief, redacteur en chef, redactrice en chef, chefredakteur, chefredakteurin,
    chefarzt, chefarztin, general manager, general counsel, prokurist, prokuristin, daf, drh, dsi, dircom,
    principal consultant, executive director, dean, hoofd, equity partner, general director, subdirector, subdirectora,
    directeur adjoint, directrice adjointe`,
  ],
  [
    'manager',
    `manager, managers, managerin, manageress, mgr, supervisor, supervisora, superviseur, team lead,
    teamlead, team leader, teamleader, tech lead, technical lead, lead, group leader, superintendent, foreman,
    teamleiter, teamleiterin, teamleitung, gruppenleiter, gruppenleiterin, gruppenleitung, projektleiter,
    projektleiterin, projektleitung, schichtleiter, schichtleiterin, filialleiter, filialleiterin, filialleitung,
    bauleiter, bauleiterin, marktleiter, marktleiterin, restaurantleiter, kursleiter, kursleiterin, praxisleitung,
    stellvertretender leiter, niederlassungsleiter, niederlassungsleiterin, meister, meisterin, vorarbeiter,
    vorarbeiterin, abteilungsverantwortliche, verantwortlicher, verantwortliche, responsable, responsabile,
    responsavel, chef de, cheffe de, chef d, cheffe d, chef produit, chef projet, chef comptable, encadrant,
    encadrante, jefe, jefa, gerente, encargado, encargada, chief accountant, chief buyer, head nurse,
    head teacher, head coach, head chef, head waiter, capo, kierownik, controller manager, managing editor,
    managing consultant, product owner, scrum master, internship manager,
    apprenticeship manager, trainee manager`,
  ],
  [
    'staff',
    `internship coordinator, apprenticeship coordinator, intern coordinator,
    engineer, engineers, engineering, developer, programmer, analyst, consultant, specialist, representative,
    rep, associate, administrator, admin, coordinator, officer, executive, account executive, advisor, adviser,
    architect, designer, buyer, accountant, bookkeeper, technician, nurse, teacher, lawyer, attorney, paralegal,
    counsel, scientist, researcher, clerk, operator, agent, planner, writer, editor, copywriter, recruiter,
    auditor, controller, professor, lecturer, physician, doctor, pharmacist, driver, mechanic, electrician,
    strategist, marketer, salesperson, salesman, saleswoman, sdr, bdr, receptionist, expert, worker, employee,
    staff, tester, producer, freelancer, process owner, service owner, data owner, system owner, risk owner,
    application owner, platform owner, project owner, program owner, solution owner, business process owner,
    business partner, hr business partner, sales executive, marketing executive, office administrator,
    mitarbeiter*, sachbearbeiter*, berater, beraterin, *berater, *beraterin, *entwickler, *entwicklerin,
    *ingenieur, *ingenieurin, ingenieur*, entwickler*, referent, referentin, *referent, *referentin, fachkraft,
    *fachkraft, kaufmann, kauffrau, *kaufmann, *kauffrau, einkaufer, einkauferin, verkaufer, verkauferin, *einkaufer, *einkauferin, *verkaufer, *verkauferin,
    *techniker, *technikerin, buchhalter, buchhalterin, *buchhalter, *buchhalterin, angestellte, angestellter,
    spezialist, spezialistin, *spezialist, *spezialistin, lehrer, lehrerin, rechtsanwalt, rechtsanwaltin, arzt,
    arztin, redakteur, redakteurin, disponent, disponentin, handwerker, techniker, monteur, pfleger, krankenschwester,
    ingenieur, ingenieure, developpeur, developpeuse, charge de, chargee de, charge d, chargee d, conseiller,
    conseillere, technicien, technicienne, comptable, acheteur, acheteuse, commercial, commerciale, vendeur,
    vendeuse, consultante, analyste, gestionnaire, employe, employee, ouvrier, juriste, avocat, avocate, medecin,
    professeur, enseignant, enseignante, infirmier, infirmiere, sous chef, souschef, formateur, formatrice, redacteur, redactrice,
    attache, attachee, administratif, administrative, concepteur, conceptrice,
    ingeniero, ingeniera, desarrollador, desarrolladora, tecnico, tecnica, analista, comercial, comprador,
    compradora, contable, contador, contadora, vendedor, vendedora, consultor, consultora, asesor, asesora,
    administrativo, administrativa, especialista, programador, programadora, abogado, abogada, profesor, profesora,
    medico, medica, enfermero, enfermera, empleado, empleada, coordinador, coordinadora, ejecutivo, ejecutiva,
    operario, operaria, disenador, disenadora, agente, delegado, delegada, delegado comercial, delegada comercial,
    ejecutivo de cuentas, ejecutiva de cuentas, coordinateur, coordinatrice, koordinator, koordinatorin`,
  ],
];

/**
 * Whoever assists a person of rank has not their rank. Alone, at the end of a title (`CEO Assistant`),
 * or before a preposition (`Assistant to the CEO`, `Assistenz der Geschäftsführung`).
 */
export const ASSISTANT_WORDS = `assistant, assistants, assistante, assistantes, assistent, assistentin,
  assistenz, *assistent, *assistentin, *assistenz, asistente, asistenta, auxiliar, assistente, secretary, secretaire,
  secretaria, secretario, secretariat, sekretar, sekretarin, sekretariat, *sekretar, *sekretarin, *sekretariat,
  pa, ea, mitarbeiter, mitarbeiterin, referent, referentin, stabsstelle`;

/** An English `Assistant Manager` is one: the word at the start says nothing alone. */
export const NOT_ASSISTING_FIRST = ['assistant', 'assistants', 'secretary'];

/** `CEO Office`, `Büro der Geschäftsführung`: the rank of whom the office serves is not theirs. */
export const OFFICE_WORDS = ['office', 'buro', 'bureau', 'vorzimmer'];

/** Titles that mean a rank only when they stand alone. */
export const WHOLE_TITLES: Readonly<Record<string, Seniority>> = {
  partner: 'director',
  partnerin: 'director',
  principal: 'director',
  associe: 'director',
  associee: 'director',
  socio: 'director',
  socia: 'director',
  chef: 'c_level',
  chefin: 'c_level',
  bereichsvorstand: 'c_level',
};

/** Between the head of a title and what it concerns. */
export const PREPOSITIONS =
  `of to for der des dem die fur im in bei beim vom von zum zur an de du del la las
  los el en au aux le les d di do da para the our a`.split(/\s+/);

/** These make the rest of the title the past. */
export const FORMER_WORDS =
  `former ex retired ehemalig ehemalige ehemaliger ancien ancienne antiguo antigua
  jubilado jubilada retraite retraitee rentner rentnerin im ruhestand unemployed arbeitslos`.split(
    /\s+/,
  );
