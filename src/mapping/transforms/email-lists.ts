/**
 * What the packaged lists of mail providers lack or hold by mistake, and addresses that are a
 * function and not a person. Changing a list can move scores: raise TABLES_VERSION with it.
 */

/** Private mailboxes that the package does not list. */
export const FREE_DOMAINS = `duck.com fastmail.com fastmail.fm hey.com mozmail.com pm.me posteo.de
  posteo.net proton.me simplelogin.com telia.com tuta.com tuta.io tutamail.com tutanota.com
  tutanota.de yandex.com`.split(/\s+/);

/** Employers, universities and places for examples that the package lists as providers. */
export const NOT_FREE = `alibaba.com facebook.com meta.com discovery.com oath.com medscape.com
  ancestry.com alibaba-inc.com unican.es nus.edu.sg techspot.com space.com law.com parrot.com
  dynu.net f5.si kansascity.com swissinfo.org example.com example.org example.net test.com test.de
  company.com mydomain.com yourdomain.com domain.com`.split(/\s+/);

/** Local parts of shared mailboxes, in English, German, French and Spanish. */
export const ROLE_NAMES = `abuse accounting accounts admin administration administrator advertising
  anfrage anfragen atencionalcliente ayuda bestellung bestellungen billing bonjour booking bookings
  buchhaltung buero careers cfp citas clientes comercial commercial commerciale communication
  compras compta comptabilite contabilidad contact contacto contacts contracts customercare
  customerservice customersupport datenschutz direccion direction dpo einkauf empfang empleo enquiries
  enquiry events facturacion facturas facturation feedback finance hallo hello help helpdesk hola
  hostmaster hr info infos information informacion inquiries inquiry invoice invoices invoicing it
  jobs kontakt kundenservice legal mail mailbox marketing media newsletter nachhaltigkeit office
  orders partner partners pedidos personal personalabteilung postmaster presse press privacy procurement
  purchasing rechnung rechnungen reception recepcion reception recruiting recruitment recursoshumanos
  rh rrhh root sales secretariat sekretariat secretaria security service serviceclient services
  shop soporte spam support team tech technik vendas ventas ventes verkauf verwaltung vertrieb
  webmaster welcome zentrale`.split(/\s+/);

/** Local parts that stand for nobody. */
export const PLACEHOLDER_NAMES = `anonymous asdf donotreply do-not-reply example na nobody noemail
  no-email none noreply no-reply nomail test testing unknown undisclosed`.split(/\s+/);
