/**
 * What the headers of exported lists are called, by lead field: HubSpot's and Salesforce's own exports and
 * the usual words in English, German, French, Spanish, Italian, Dutch, Portuguese and the Nordic languages.
 * Written folded (lower case, no accents, single spaces), separated by commas.
 */
const names = (text: string): readonly string[] =>
  text.split(',').map((name) => name.trim().replace(/\s+/g, ' '));

export const FIELD_HEADERS: Readonly<Record<string, readonly string[]>> = {
  email: names(`
    email, e mail, email address, e mail address, mail, work email, business email, email
    adresse, e mail adresse, adresse e mail, adresse email, courriel, correo electronico,
    correo, direccion de correo, indirizzo e mail, indirizzo email, posta elettronica, e
    mailadres, emailadres, endereco de e mail, endereco de email, e post, epost, e postadress,
    sahkoposti, sahkopostiosoite, email 1, primary email`),
  'name.first': names(`
    first name, firstname, given name, vorname, prenom, nombre, nome, voornaam, primeiro nome,
    fornamn, fornavn, etunimi`),
  'name.last': names(`
    last name, lastname, surname, family name, nachname, familienname, nom de famille, nom,
    apellido, apellidos, cognome, achternaam, sobrenome, apelido, efternamn, etternavn,
    efternavn, sukunimi, name, full name, contact name, lead name, vollstandiger name`),
  phone: names(`
    phone, phone number, telephone, tel, mobile, mobile phone, mobile phone number, mobile
    number, cell, work phone, business phone, telefon, telefonnummer, mobil, handy, mobilnummer,
    telefone, telefono, movil, portable, cellulare, telefoon, telefoonnummer, mobiel, celular,
    puhelin, puhelinnumero`),
  jobTitle: names(`
    job title, jobtitle, title, position, job, role, job role, designation, occupation, what is
    your current occupation, berufsbezeichnung, stellenbezeichnung, jobtitel, jobbezeichnung,
    funktion, beruf, stelle, poste, fonction, intitule du poste, titre du poste, profession,
    cargo, puesto, titulo del puesto, ruolo, qualifica, posizione, mansione, functie,
    functietitel, befattning, jobbtitel, stilling, stillingstittel, jobbtittel, tehtava, titteli`),
  seniority: names('seniority, seniority level, job level, management level, job seniority'),
  department: names(`
    department, job function, abteilung, departement, departamento, dipartimento,
    reparto, afdeling, avdelning, osasto`),
  country: names(`
    country, country region, country code, country name, mailing country, mailing country code,
    billing country, other country, ip country, ip country code, land, pays, pais, paese,
    nazione, maa, staat`),
  language: names(`
    language, preferred language, sprache, langue, idioma, lingua, taal, sprak, kieli`),
  source: names(`
    lead source, leadsource, hs analytics source, source, original source, original traffic source, latest source, lead origin,
    quelle, leadquelle, lead quelle, herkunft, origine, source du lead, fuente, origen, fuente
    de lead, fonte, origem, bron, kalla, lahde, utm source`),
  createdAt: names(`
    create date, createdate, created date, created, created at, creation date, date created, date added,
    signup date, sign up date, erstellt, erstellt am, erstellungsdatum, erstelldatum, date de
    creation, cree le, fecha de creacion, creado, data di creazione, creato il, aanmaakdatum,
    data de criacao, skapad, skapat datum, luotu`),
  owner: names(`
    contact owner, lead owner, owner, owner id, owner name, hubspot owner id, sales rep,
    assigned to, kontakteigentumer, inhaber, zustandig, besitzer, proprietaire, propietario,
    proprietario, eigenaar, agare, omistaja`),
  crmStage: names(`
    lifecycle stage, lifecyclestage, lifecycle phase, lifecycle status, lead stage`),
  leadStatus: names(`
    lead status, status, hs lead status, leadstatus, statut, statut du lead, estado, estado del
    lead, stato, tila`),
  doNotEmail: names(`
    do not email, email opt out, has opted out of email, opted out of email, email optout,
    unsubscribed from all email, hs email optout, unsubscribed, keine e mails, abgemeldet, ne
    pas envoyer d e mail, no enviar correo`),
  doNotCall: names('do not call, nicht anrufen, ne pas appeler, no llamar, non chiamare'),
  lastContactedAt: names(`
    last contacted, last contacted date, last contact, notes last contacted, letzter kontakt,
    zuletzt kontaktiert, dernier contact, ultimo contacto, ultimo contatto, laatst contact`),
  'company.name': names(`
    company, company name, account, account name, organization, organisation, organization name,
    associated company, primary associated company, employer, current employer, firma,
    firmenname, unternehmen, unternehmensname, entreprise, societe, nom de l entreprise,
    empresa, nombre de la empresa, azienda, societa, bedrijf, bedrijfsnaam, foretag, yritys,
    kunde`),
  'company.domain': names(`
    company domain name, company domain, domain, website, website url, web site, web, url,
    homepage, company website, webseite, site web, sitio web, sito web, dominio, domaine,
    verkkosivu`),
  'company.employees': names(`
    number of employees, no of employees, num employees, numemployees, numberofemployees,
    employees, employee count, company size, company employees, headcount, mitarbeiter,
    mitarbeiterzahl, anzahl mitarbeiter, anzahl der mitarbeiter, unternehmensgrosse,
    firmengrosse, nombre d employes, effectif, taille de l entreprise, numero de empleados,
    empleados, tamano de la empresa, numero di dipendenti, dipendenti, aantal medewerkers,
    aantal werknemers, numero de funcionarios, funcionarios, antal anstallda, henkilosto`),
  'company.revenue': names(`
    annual revenue, annualrevenue, revenue, turnover, company revenue, umsatz, jahresumsatz, chiffre d
    affaires, ca annuel, ingresos anuales, facturacion, fatturato, omzet, jaaromzet,
    faturamento, receita anual, omsattning, liikevaihto`),
  'company.industry': names(`
    industry, company industry, sector, branche, industrie, wirtschaftszweig, secteur, secteur d
    activite, industria, settore, bedrijfstak, setor, bransch, toimiala`),
};

/** Headers of what names a row; not a lead field. */
export const ID_HEADERS = names(`
  id, record id, record id contact, contact id, lead id, prospect id, lead number, hubspot id,
  external id, kontakt id, datensatz id, identifiant, nr, number, no`);

/** Text columns that say what happened last, and the date columns that say when. */
export const LAST_ACTIVITY_HEADERS = names(`
  last activity, last activity type, last engagement type, letzte aktivitat, derniere
  activite, ultima actividad, ultima attivita, laatste activiteit, last notable activity, type
  of last engagement`);

export const LAST_ACTIVITY_DATE_HEADERS = names(`
  last activity date, date of last activity, last engagement date, date of last engagement,
  last activity at, datum der letzten aktivitat, letzte aktivitat am, letztes aktivitatsdatum,
  date de derniere activite, fecha de ultima actividad, fecha de la ultima actividad, data
  ultima attivita, letzte aktivitat, last activity, pi last activity`);

/** Pairs of columns that tell one act: what, and when (HubSpot: conversions, and pages seen). */
export const FORM_PAIRS = [
  ['recent conversion', 'recent conversion date'],
  ['first conversion', 'first conversion date'],
  ['recent conversion event name', 'recent conversion date'],
  ['first conversion event name', 'first conversion date'],
] as const;
export const PAGE_PAIRS = [
  ['last page seen', 'time last seen'],
  ['first page seen', 'time first seen'],
  ['hs analytics last url', 'hs analytics last timestamp'],
  ['hs analytics first url', 'hs analytics first timestamp'],
] as const;
