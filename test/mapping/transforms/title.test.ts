import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  FREE_DOMAINS,
  NOT_FREE,
  PLACEHOLDER_NAMES,
  ROLE_NAMES,
} from '../../../src/mapping/transforms/email-lists.js';
import { TABLES_VERSION } from '../../../src/mapping/transforms/index.js';
import { readTitle } from '../../../src/mapping/transforms/title.js';
import { DEPARTMENT_WORDS } from '../../../src/mapping/transforms/title-department.js';
import * as seniorityTables from '../../../src/mapping/transforms/title-seniority.js';

/** Title, seniority, department (`-` is null). */
const TITLES = `
CEO | c_level | management
Chief Executive Officer | c_level | management
Chief Marketing & Sales Officer | c_level | marketing
CFO | c_level | finance
CTO | c_level | engineering
CIO | c_level | it
COO | c_level | operations
CHRO | c_level | hr
Founder & CEO | c_level | management
Co-Founder | c_level | management
Owner | c_level | management
President | c_level | management
Managing Director | c_level | management
Board Member | c_level | management
Vice President, Sales | vp | sales
VP of Engineering | vp | engineering
SVP Marketing | vp | marketing
Head of Sales | director | sales
Head, IT | director | it
Dir. of Sales | director | sales
Supply Chain Director | director | operations
Head of R&D | director | engineering
Chief of Staff | director | management
Assistant Vice President | director | management
Director, Office of the CEO | director | management
Partner | director | management
General Counsel | director | other
Sales & Marketing Director | director | sales
Director of Student Affairs | director | other
Sales Manager | manager | sales
IT Sales Manager | manager | sales
International Sales Manager | manager | sales
Procurement Manager | manager | purchasing
Assistant Manager | manager | other
Key Account Manager | manager | sales
Channel Partner Manager | manager | sales
Marketing Lead | manager | marketing
Mgr, IT Ops | manager | it
Go-to-Market Manager | manager | -
Software Engineer | staff | engineering
Sales Engineer | staff | sales
Account Executive | staff | sales
HR Business Partner | staff | hr
Internal Auditor | staff | finance
Business Process Owner | staff | operations
Lead Generation Specialist | staff | marketing
Internship Coordinator | staff | -
Assistant to the CEO | staff | other
Executive Assistant to the CEO and CFO | staff | finance
CEO Assistant | staff | other
Office of the CEO | staff | -
CEO Office | staff | -
Buyer | staff | purchasing
Nurse | staff | other
Intern | intern | -
Marketing Intern | intern | marketing
Trainee | intern | -
Student | student | other
PhD student | student | other
Former CEO | - | -
Right hand to the CEO | - | -
Wizard | - | -
Director | director | -
Geschäftsführer | c_level | management
Geschaeftsfuehrerin | c_level | management
Stv. Geschäftsführer | c_level | management
Mitglied der Geschäftsleitung | c_level | management
Generalsekretär | c_level | -
Vertriebsleiterin | director | sales
Vertriebsleiter/in (m/w/d) | director | sales
Leiter:in Marketing | director | marketing
Leiter Einkauf | director | purchasing
Leiterin Personal | director | hr
Leiter Büro des Vorstands | director | management
Leitung Finanzen | director | finance
IT-Leiter | director | it
Vertriebschef | director | sales
Prokurist | director | management
Teamleiter Entwicklung | manager | engineering
Projektleiter | manager | other
Einkäufer | staff | purchasing
Einkaeuferin | staff | purchasing
Sachbearbeiterin Einkauf | staff | purchasing
Mitarbeiter Vertrieb | staff | sales
Softwareentwickler | staff | engineering
Halbleiter Ingenieur | staff | engineering
Assistenz der Geschäftsführung | staff | other
Assistentin Geschäftsleitung | staff | other
Referent des Vorstands | staff | -
Sekretariat Geschäftsführung | staff | other
Praktikant | intern | -
Auszubildende | intern | -
Werkstudent Marketing | student | marketing
Werkstudentin | student | -
Directeur général | c_level | management
Directrice générale adjointe | c_level | management
PDG | c_level | management
Chef d'entreprise | c_level | management
Secrétaire général | c_level | other
Directeur commercial | director | sales
Directeur des ressources humaines | director | hr
DSI | director | it
Responsable achats | manager | purchasing
Chef de projet | manager | other
Ingénieur commercial | staff | sales
Chargé(e) d'affaires | staff | sales
Acheteuse | staff | purchasing
Assistante de direction | staff | other
Secrétaire | staff | other
Stagiaire marketing | intern | marketing
Alternante RH | intern | hr
Étudiante | student | other
Director General | c_level | management
Consejero Delegado | c_level | management
Directora de Recursos Humanos | director | hr
Director Financiero | director | finance
Jefe de compras | manager | purchasing
Jefa de Ventas | manager | sales
Gerente de operaciones | manager | operations
Responsable de Sistemas | manager | it
Ingeniera de software | staff | engineering
Asesora comercial | staff | sales
Asistente del Director General | staff | other
Becario | intern | -
Becaria de marketing | intern | marketing
Estudiante | student | other
`;

const CASES = TITLES.trim()
  .split('\n')
  .map((line) => line.split('|').map((part) => part.trim()));

test.each(CASES)('%s: %s, %s', (title, seniority, department) => {
  const reading = readTitle(title as string);
  expect([reading.seniority ?? '-', reading.department ?? '-']).toEqual([seniority, department]);
});

test.each(CASES)('%s reads the same in capitals', (title) => {
  expect(readTitle((title as string).toUpperCase())).toEqual(readTitle(title as string));
});

test('a changed table of words needs a new version of the tables', () => {
  const tables = [
    seniorityTables,
    DEPARTMENT_WORDS,
    FREE_DOMAINS,
    NOT_FREE,
    PLACEHOLDER_NAMES,
    ROLE_NAMES,
  ];
  const text = JSON.stringify(tables).replace(/\\n\s*|\s+/g, ' ');
  const print = createHash('sha256').update(text).digest('hex').slice(0, 16);
  expect([TABLES_VERSION, print]).toEqual([1, '53b0bc98f6d67921']);
});
