import type { Department } from '../../lead/fields.js';

/**
 * Words that name a department, in the form of the seniority table. The number is the tier: of several
 * departments in one title the lowest tier wins, inside a tier the one named first: an IT sales manager
 * sells, a founder and head of sales sells, a sales engineer sells.
 */
export const DEPARTMENT_WORDS: readonly (readonly [Department | 'none', number, string])[] = [
  [
    'none',
    0,
    `personal assistant, personal trainer, personal banker, personal shopper, personal injury, commercial pilot,
    commercial driver, commercial lawyer`,
  ],
  [
    'purchasing',
    1,
    `purchasing, purchaser, purchase, procurement, procure to pay, buyer, buying, sourcing, category buyer,
    einkauf, einkaufs*, einkaufer*, einkaeufer*, *einkauf, *einkaufer, *einkauferin, beschaffung, beschaffungs*,
    achat, achats, acheteur, acheteuse, approvisionnement, approvisionnements, approvisionneur, compras,
    comprador, compradora, aprovisionamiento, abastecimiento, acquisti, inkoop, inkoper, chief procurement`,
  ],
  [
    'hr',
    1,
    `hr, human resource, human resources, human capital, hrbp, people, people and culture, people operations,
    people ops, talent, talent acquisition, recruiter, recruiting, recruitment, recruit*, chro, personnel,
    personal, personalleit*, personalreferent*, personalwesen, personalabteilung, personalentwickl*, personalchef*,
    personalmanag*, personalverantwort*, personalsachbearb*, personalberat*, rh, ressources humaines, drh,
    recrutement, paie, recursos humanos, rrhh, rr hh, seleccion de personal, learning and development,
    training and development, compensation and benefits, risorse umane`,
  ],
  [
    'finance',
    1,
    `finance, finances, financial, accounting, accountant, accounts payable, accounts receivable, bookkeeper,
    bookkeeping, controller, controlling, treasury, treasurer, tax, taxes, audit, auditor, cfo, payroll, billing,
    credit, investor relations, finanz*, finanzen, buchhalt*, *buchhalt*, rechnungswesen, bilanz*, steuer*, comptable,
    comptables, comptabilite, financier, financiere, financiers, tresorerie, tresorier, daf, controle de gestion,
    controleur de gestion, contable, contabilidad, contador, contadora, finanzas, financiero, financiera, tesoreria,
    tesorero, auditoria, fp a, fpa, kreditoren*, debitoren*, amministrazione e finanza, finanza`,
  ],
  [
    'marketing',
    1,
    `marketing, marketer, marketing*, *marketing, cmo, brand, branding, communication, communications, pr,
    public relations, seo, sea, sem, ppc, content, demand generation, demand gen, growth, social media, community
    manager, advertising, campaign, campaigns, crm marketing, product marketing, werbung, werbe*, kommunikation,
    kommunikations*, unternehmenskommunikation, offentlichkeitsarbeit, mercadotecnia, mercadeo, publicidad,
    comunicacion, redes sociales, dircom, relations publiques, publicite, digital
    marketing, lead generation, copywriter, brand manager, media buyer, event manager, events`,
  ],
  [
    'sales',
    1,
    `sales, salesperson, salesman, saleswoman, selling, seller, account executive, account manager, account
    director, key account, key account manager, accounts manager, business development, biz dev, bizdev, bdr, sdr, cro,
    revenue, revops, commercial, commerciale, commerciaux, cco commercial, vertrieb, vertriebs*, *vertrieb, verkauf,
    verkaufs*, verkaufer*, *verkaufer, *verkauferin, aussendienst, aussendienst*, innendienst, kundenberat*,
    vente, ventes, vendeur, vendeuse, technico commercial, developpement commercial, charge d affaires, chargee d
    affaires, ingenieur d affaires, ventas, comercial, vendedor, vendedora, desarrollo de negocio, ejecutivo de cuentas,
    ejecutiva de cuentas, cuentas clave, channel, alliances, partnerships, partner manager, presales, pre sales, vendite,
    commerciale estero, verkoop`,
  ],
  [
    'it',
    2,
    `it, i t, itleit*, information technology, information systems, information security, cio, ciso,
    cybersecurity, cyber security, it security, network, networks, infrastructure, system administrator, systems
    administrator, sysadmin, system engineer, systems engineer, systems, helpdesk, help desk, service desk, desktop
    support, technical support, database administrator, dba, edv, edv*, informatik, informatik*, informatiker*,
    fachinformatik*, systemadministrat*, netzwerk*, it leiter, digitalisierung, dsi, informatique, systeme d
    information, systemes d information, chief information, chief digital, administrateur systeme, administrateur systemes, sistemas, informatica,
    informatico, ti, tecnologias de la informacion, seguridad informatica, crm administrator, salesforce
    administrator, salesforce admin, salesforce developer, digital transformation, business intelligence, bi`,
  ],
  [
    'engineering',
    2,
    `engineer, engineers, engineering, developer, developers, development, software, software*, programmer,
    r d, r and d, research and development, research, product development, architect, devops, devsecops, sre, qa,
    quality assurance engineer, test engineer, data scientist, data science, data engineer, machine learning, ai,
    cto, tech lead, technical lead, frontend, front end, backend, back end, full stack, fullstack, firmware, hardware,
    entwickl*, *entwickl*, softwareentwickl*, ingenieur*, *ingenieur, *ingenieurin, konstrukteur*, konstruktion,
    konstruktions*, forschung, f e, technisch*, technik, technolog*, technology, technical, ingenierie,
    developpeur, developpeuse, developpement, recherche et developpement, recherche, bureau d etudes, logiciel,
    ingenieria, ingeniero, ingeniera, desarrollador, desarrolladora, desarrollo, investigacion y desarrollo,
    programador, programadora, technique, tecnico, tecnica, tecnologia`,
  ],
  [
    'operations',
    2,
    `operations, operation, ops, operational, chief operating, coo, logistics, supply chain, production, manufacturing, plant,
    factory, facility, facilities, quality, warehouse, fleet, shipping, transport, transportation, fulfillment,
    maintenance, lean, continuous improvement, process, betrieb, betriebsleit*, betriebs, produktion, produktions*,
    *produktion, fertigung, fertigungs*, logistik, logistik*, *logistik, werksleit*, werkleit*, lager, lager*,
    qualitat, qualitats*, instandhaltung, disposition, disponent*, exploitation, logistique, usine, atelier, entrepot,
    qualite, qhse, hse, supply chain, operaciones, produccion, logistica, calidad, almacen, planta, fabrica,
    mantenimiento, cadena de suministro, standortleit*, office manager, facility manager`,
  ],
  [
    'management',
    3,
    `ceo, chief executive, founder, cofounder, co founder, owner, co owner, proprietor, president,
    managing director, managing partner, general manager, general director, chairman, chairwoman, chairperson, chair,
    board, board member, board of directors, executive director, geschaftsfuhr*, geschaftsleit*, gf, vorstand,
    vorstandin, vorstands*, inhaber, inhaberin, gesellschafter, gesellschafterin, unternehmer, unternehmerin,
    grunder, grunderin, mitgrunder, prokurist, prokuristin, directeur general, directrice generale, direction generale,
    directeur executif, pdg, dg, gerant, gerante, dirigeant, dirigeante, chef d entreprise, fondateur, fondatrice,
    cofondateur, director general, directora general, direccion general, director ejecutivo, consejero delegado,
    consejera delegada, gerente general, director gerente, propietario, propietaria, dueno, fundador, fundadora,
    cofundador, presidente, presidenta, prasident, prasidentin, amministratore delegato, strategy, chief of staff,
    business owner, partner, geschaftsstellenleit*`,
  ],
  [
    'other',
    4,
    `legal, lawyer, attorney, counsel, paralegal, compliance, jurist*, juriste, juridique, juridico, abogado,
    abogada, recht, rechts*, datenschutz*, teacher, professor, lecturer, dean, lehrer, lehrerin, professeur,
    enseignant, enseignante, profesor, profesora, doctor, physician, nurse, medical, arzt, arztin, medecin,
    infirmier, infirmiere, medico, medica, pharmacist, apotheker*, designer, design, ux, ui, product manager,
    product owner, product, produkt*, produit, producto, project manager, program manager, programme manager, project,
    projekt*, projet, proyecto, proyectos, customer success, customer service, customer support, customer care,
    customer experience, customer, support, client service, client services, kundenservice, kundendienst, service
    client, relation client, atencion al cliente, servicio al cliente, consultant, consulting, berater, beraterin,
    unternehmensberat*, consultor, consultora, analyst, receptionist, driver, chef, cook, student, studentin,
    etudiant, etudiante, estudiante, journalist, editor, writer, librarian, assistant, secretary, assistante,
    secretaire, asistente, assistenz, assistent, assistentin, sekretarin, sekretariat, sustainability, esg, security
    guard, administration, administrative, verwaltung, administracion, scrum master, training, trainer`,
  ],
];
