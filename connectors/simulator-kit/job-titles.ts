export type Language = 'en' | 'de' | 'fr' | 'es';
export type Seniority = 'c_level' | 'vp' | 'director' | 'manager' | 'staff' | 'intern' | 'student';

/** Titles as people write them, by language and level. */
export const JOB_TITLES: Readonly<
  Record<Language, Readonly<Record<Seniority, readonly string[]>>>
> = {
  en: {
    c_level: ['CEO', 'Chief Marketing Officer', 'CTO', 'Founder & CEO', 'Chief Revenue Officer'],
    vp: ['VP Sales', 'Vice President of Marketing', 'SVP Operations', 'VP, Engineering'],
    director: ['Director of Sales', 'Marketing Director', 'Head of Growth', 'Director, IT'],
    manager: ['Marketing Manager', 'Sales Manager', 'IT Manager', 'Procurement Manager'],
    staff: ['Account Executive', 'Software Engineer', 'Marketing Specialist', 'HR Generalist'],
    intern: ['Marketing Intern', 'Intern, Finance'],
    student: ['Student', 'PhD Student'],
  },
  de: {
    c_level: ['Geschäftsführer', 'Geschäftsführerin', 'Vorstand', 'Kaufmännischer Geschäftsführer'],
    vp: ['Bereichsleiter Vertrieb', 'Mitglied der Geschäftsleitung'],
    director: ['Leiter Marketing', 'Vertriebsleiterin', 'Leiterin IT', 'Einkaufsleiter'],
    manager: ['Teamleiter Vertrieb', 'Marketingmanagerin', 'Projektleiter'],
    staff: [
      'Sachbearbeiterin Einkauf',
      'Softwareentwickler',
      'Vertriebsmitarbeiter',
      'Referentin HR',
    ],
    intern: ['Praktikant Marketing', 'Werkstudentin'],
    student: ['Studentin', 'Student'],
  },
  fr: {
    c_level: ['Directeur général', 'PDG', 'Présidente', 'Directrice générale'],
    vp: ['Vice-président ventes', 'Directeur général adjoint'],
    director: ['Directrice marketing', 'Directeur commercial', 'Directeur informatique'],
    manager: ['Responsable marketing', 'Chef de projet', 'Responsable des achats'],
    staff: ['Ingénieure logiciel', 'Chargée de communication', 'Commercial'],
    intern: ['Stagiaire marketing', 'Alternante communication'],
    student: ['Étudiante', 'Étudiant'],
  },
  es: {
    c_level: ['Director general', 'Consejera delegada', 'Fundador'],
    vp: ['Vicepresidenta de ventas', 'Subdirector general'],
    director: ['Directora de marketing', 'Director comercial', 'Director de sistemas'],
    manager: ['Jefe de ventas', 'Responsable de compras', 'Jefa de proyecto'],
    staff: ['Ingeniero de software', 'Técnica de marketing', 'Comercial'],
    intern: ['Becario de marketing', 'Prácticas en finanzas'],
    student: ['Estudiante'],
  },
};

export const COUNTRIES: Readonly<Record<Language, readonly string[]>> = {
  en: ['United States', 'United Kingdom', 'Canada', 'Ireland', 'Australia'],
  de: ['Germany', 'Austria', 'Switzerland'],
  fr: ['France', 'Belgium'],
  es: ['Spain', 'Mexico'],
};

export const INDUSTRIES = [
  'COMPUTER_SOFTWARE',
  'MACHINERY',
  'FINANCIAL_SERVICES',
  'LOGISTICS_AND_SUPPLY_CHAIN',
  'HOSPITAL_HEALTH_CARE',
  'RETAIL',
  'MARKETING_AND_ADVERTISING',
  'HIGHER_EDUCATION',
] as const;

export const PAGES = [
  '/',
  '/blog/lead-scoring',
  '/features',
  '/pricing',
  '/customers',
  '/docs',
  '/careers',
];

export const FORMS = {
  demo: 'Book a demo',
  pricing: 'Pricing enquiry',
  trial: 'Start a free trial',
  contact: 'Contact us',
  webinar: 'Webinar: scoring leads together',
  download: 'Download: buyer guide',
  newsletter: 'Newsletter sign-up',
} as const;
