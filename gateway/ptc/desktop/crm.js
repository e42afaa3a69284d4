/**
 * A sample record: who calls from the number in this page's address, from a table of invented people.
 *
 * @module
 */

/** The language is the desktop's, which is served from the same origin. */
const german = (localStorage.getItem("desktop.language") ?? navigator.language).startsWith("de");
/** @param {string} en @param {string} de */
const say = (en, de) => (german ? de : en);

/** @type {Record<string, { name: string, tier: string, since: string, notes: string[] }>} */
const PEOPLE = {
  "01715550123": { name: "Erika Beispiel", tier: "Gold", since: "2014", notes: [say("Router replaced in spring", "Router im Frühjahr getauscht"), say("Prefers a call back before noon", "Rückruf am liebsten vormittags")] },
  "01715550456": { name: "Max Muster", tier: "Standard", since: "2021", notes: [say("Moved house last month", "Letzten Monat umgezogen")] },
  "0302270": { name: say("Seaside Hotel", "Hotel Seeblick"), tier: "Business", since: "2009", notes: [say("Twelve lines", "Zwölf Leitungen"), say("Contract ends in December", "Vertrag endet im Dezember")] },
  "01605550188": { name: "Ines Probe", tier: "Gold", since: "2017", notes: [say("Complaint about an invoice is open", "Reklamation einer Rechnung offen")] },
};

const asked = new URLSearchParams(location.search);
const number = asked.get("phone") ?? "";
const stranger = number ? say("Unknown caller", "Unbekannter Anrufer") : say("A colleague", "Kollege");
const person = PEOPLE[number] ?? { name: asked.get("customer") || stranger, tier: "", since: "", notes: [] };

/** @param {string} tag @param {string} text @param {string} [style] */
function element(tag, text, style) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (style) made.className = style;
  return made;
}

document.documentElement.lang = say("en", "de");
const facts = document.createElement("dl");
const rows = [
  [say("Telephone", "Telefon"), number],
  [say("Case", "Vorgang"), asked.get("case")],
  [say("Tier", "Stufe"), person.tier],
  [say("Customer since", "Kunde seit"), person.since],
];
for (const [name, value] of rows) {
  if (value) facts.append(element("dt", String(name)), element("dd", value));
}
const initials = person.name.split(" ").map((part) => part[0]).join("").slice(0, 2);
document.body.append(element("div", initials, "face"), element("h1", person.name), element("p", say("Sample customer record", "Beispiel eines Kundendatensatzes")), facts);
if (person.notes.length > 0) {
  const notes = document.createElement("ul");
  notes.append(...person.notes.map((note) => element("li", note)));
  document.body.append(element("h2", say("Notes", "Notizen")), notes);
}
