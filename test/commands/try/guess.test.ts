import { expect, test } from '@jest/globals';
import { type Column, guessColumns, type Meaning, words } from '../../../src/commands/try/guess.js';

function guess(columns: Record<string, string[]>, told?: Map<string, Meaning>): Column[] {
  const samples = Object.entries(columns).map(([header, values]) => ({ header, values }));
  return guessColumns(samples, told);
}

/** Header -> what it means, short. */
function read(columns: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(
    guess(columns).map(({ header, meaning }) => {
      switch (meaning.kind) {
        case 'field':
          return [header, meaning.field];
        case 'activity':
          return [header, `${meaning.type} by ${meaning.by}`];
        case 'last-activity':
          return [header, `last activity at ${meaning.date ?? 'nothing'}`];
        case 'form':
        case 'page':
          return [header, `${meaning.kind} at ${meaning.date}`];
        default:
          return [header, meaning.kind];
      }
    }),
  );
}

const EMAILS = ['ann@acme.example', 'bo@birch.example', 'cy@cedar.example'];

test('headers are taken apart as CRMs write them', () => {
  expect(words('NumberOfEmployees')).toBe('number of employees');
  expect(words('property_jobtitle')).toBe('jobtitle');
  expect(words('Current_Employer__c')).toBe('current employer');
  expect(words('Unternehmensgröße')).toBe('unternehmensgrosse');
  expect(words('TotalVisits')).toBe('total visits');
});

test('a HubSpot export is read', () => {
  const date = ['2026-02-01 10:00', '2026-02-14 09:30'];
  expect(
    read({
      'Record ID': ['101', '102'],
      'First Name': ['Ann', 'Bo'],
      'Last Name': ['Ahrens', 'Berg'],
      Email: EMAILS,
      'Job Title': ['Head of Marketing', 'Student'],
      'Company Name': ['Acme', 'Birch'],
      'Number of Employees': ['120', '40'],
      'Country/Region': ['Germany', 'Finland'],
      'Lifecycle Stage': ['Lead', 'Customer'],
      'Lead Status': ['New', 'Open'],
      'Contact owner': ['Rita Rep', 'Sam Seller'],
      'Create Date': date,
      'Original Traffic Source': ['Organic Search', 'Direct Traffic'],
      'Number of Pageviews': ['4', '12'],
      'Number of Sessions': ['2', '3'],
      'Average Pageviews': ['2', '4'],
      'Last Page Seen': ['https://seller.example/pricing', 'https://seller.example/blog'],
      'Time Last Seen': date,
      'Recent Conversion': ['Demo form', 'Newsletter'],
      'Recent Conversion Date': date,
      'Last marketing email open date': date,
      'Marketing emails clicked': ['1', '3'],
      'Unsubscribed from all email': ['No', 'Yes'],
      'Last Activity Date': date,
      'Favorite colour': ['red', 'blue'],
      Empty: [],
    }),
  ).toEqual({
    'Record ID': 'id',
    'First Name': 'name.first',
    'Last Name': 'name.last',
    Email: 'email',
    'Job Title': 'jobTitle',
    'Company Name': 'company.name',
    'Number of Employees': 'company.employees',
    'Country/Region': 'country',
    'Lifecycle Stage': 'crmStage',
    'Lead Status': 'leadStatus',
    'Contact owner': 'owner',
    'Create Date': 'createdAt',
    'Original Traffic Source': 'source',
    'Number of Pageviews': 'page_view by count',
    // The same visits again: counted once.
    'Number of Sessions': 'custom.number_of_sessions',
    'Average Pageviews': 'custom.average_pageviews',
    'Last Page Seen': 'page at Time Last Seen',
    'Time Last Seen': 'date-of',
    'Recent Conversion': 'form at Recent Conversion Date',
    'Recent Conversion Date': 'date-of',
    'Last marketing email open date': 'email_open by date',
    'Marketing emails clicked': 'email_click by count',
    'Unsubscribed from all email': 'doNotEmail',
    'Last Activity Date': 'sales_touch by date',
    'Favorite colour': 'custom.favorite_colour',
    Empty: 'ignored',
  });
});

test('a Salesforce export is read; ids of other records are not company names', () => {
  expect(
    read({
      Id: ['00QEc00000BBaeXMAT', '00QEc00000BBaeYMAT'],
      LastName: ['Lee', 'Freeman'],
      Name: ['William Lee', 'Pat Freeman'],
      Title: ['Chief Financial Officer', 'Analyst'],
      Company: ['001Ec00000GINb1IAH', '001Ec00000GINb2IAH'],
      LeadSource: ['Web', 'Cold Call'],
      HasOptedOutOfEmail: ['false', 'true'],
      AnnualRevenue: ['1200000', '50000'],
      CreatedDate: ['2026-01-22T20:36:47.000+0000'],
      Website: ['acme.example', 'https://birch.example'],
      IsDeleted: ['false', 'false'],
    }),
  ).toEqual({
    Id: 'id',
    LastName: 'name.last',
    Name: 'ignored',
    Title: 'jobTitle',
    Company: 'ignored',
    LeadSource: 'source',
    HasOptedOutOfEmail: 'doNotEmail',
    AnnualRevenue: 'company.revenue',
    CreatedDate: 'createdAt',
    Website: 'company.domain',
    IsDeleted: 'custom.is_deleted',
  });
});

test('a list without dates: counts, a last activity, questions answered with yes', () => {
  expect(
    read({
      'Prospect ID': ['7927b2df-8bba-4d29-b9a2-b6e0beafe620'],
      'Lead Source': ['Google', 'Direct Traffic'],
      'Do Not Email': ['No', 'Yes'],
      TotalVisits: ['0', '5'],
      'Total Time Spent on Website': ['0', '1532'],
      'Page Views Per Visit': ['0', '2.5'],
      'Last Activity': ['Email Opened', 'Page Visited on Website'],
      Country: ['India', 'United States'],
      'What is your current occupation': ['Student', 'Unemployed'],
      'A free copy of the guide': ['No', 'Yes'],
      Tags: ['Interested', 'Ringing'],
    }),
  ).toEqual({
    'Prospect ID': 'id',
    'Lead Source': 'source',
    'Do Not Email': 'doNotEmail',
    TotalVisits: 'page_view by count',
    'Total Time Spent on Website': 'custom.total_time_spent_on_website',
    'Page Views Per Visit': 'custom.page_views_per_visit',
    'Last Activity': 'last activity at nothing',
    Country: 'country',
    'What is your current occupation': 'jobTitle',
    'A free copy of the guide': 'content_download by yes',
    Tags: 'custom.tags',
  });
});

test('headers in other languages are read', () => {
  expect(
    read({
      Vorname: ['Jörg'],
      Nachname: ['Weiß'],
      'E-Mail-Adresse': EMAILS,
      Firma: ['Ahorn'],
      Branche: ['Maschinenbau'],
      Mitarbeiterzahl: ['51-200'],
      Land: ['Deutschland'],
      Jobtitel: ['Einkaufsleiter'],
      'Erstellt am': ['22.01.2026 14:05'],
      'Letzte Aktivität': ['14.02.2026'],
      Seitenaufrufe: ['3'],
    }),
  ).toMatchObject({
    Vorname: 'name.first',
    Nachname: 'name.last',
    'E-Mail-Adresse': 'email',
    Firma: 'company.name',
    Branche: 'company.industry',
    Mitarbeiterzahl: 'company.employees',
    Land: 'country',
    Jobtitel: 'jobTitle',
    'Erstellt am': 'createdAt',
    'Letzte Aktivität': 'sales_touch by date',
    Seitenaufrufe: 'page_view by count',
  });
  expect(
    read({
      Prénom: ['Zoé'],
      Société: ['Érable'],
      Pays: ['France'],
      "Secteur d'activité": ['Conseil'],
    }),
  ).toEqual({
    Prénom: 'name.first',
    Société: 'company.name',
    Pays: 'country',
    "Secteur d'activité": 'company.industry',
  });
});

test('values speak where the header does not, and against it where they do not fit', () => {
  expect(read({ Kontakt: EMAILS, Region: ['Germany', 'Finland', 'France'] })).toEqual({
    Kontakt: 'email',
    Region: 'country',
  });
  expect(
    read({ Email: ['fcb67ef339b691956cc85fa12be6490c', '6528bb7211b1dc066fc5c292561150c2'] }),
  ).toEqual({ Email: 'ignored' });
  expect(read({ 'Owner email': EMAILS })).toEqual({ 'Owner email': 'custom.owner_email' });
  expect(read({ Country: ['north', 'south'] })).toEqual({ Country: 'custom.country' });
});

test('what a person says of a column wins', () => {
  const told = new Map<string, Meaning>([['Kunde seit', { kind: 'field', field: 'createdAt' }]]);
  const [column] = guess({ 'Kunde seit': ['2026-01-01'] }, told);
  expect(column).toMatchObject({ told: true, meaning: { kind: 'field', field: 'createdAt' } });
});

test('the order of day and month is proved by any column of the file', () => {
  const order = (columns: Record<string, string[]>) => guess(columns)[0]?.order;
  expect(order({ 'Create Date': ['03/04/2026', '25/04/2026'] })).toBe('day-month');
  expect(order({ 'Create Date': ['03/04/2026', '04/25/2026'] })).toBe('month-day');
  expect(order({ 'Create Date': ['03/04/2026'], Other: ['31/01/2026'] })).toBe('day-month');
  expect(order({ 'Create Date': ['03/04/2026'] })).toBe('month-day');
  expect(order({ 'Create Date': ['03.04.2026'] })).toBe('day-month');
});

test('two columns of one custom name stay apart', () => {
  expect(read({ 'My Note': ['a b'], 'my-note': ['c d'] })).toEqual({
    'My Note': 'custom.my_note',
    'my-note': 'custom.my_note_2',
  });
});
