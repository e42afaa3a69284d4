/**
 * A sample record: who calls from the number in this page's address, from a table of invented people.
 *
 * @module
 */

/** @type {Record<string, { name: string, tier: string, since: string, notes: string[] }>} */
const PEOPLE = {
  "01715550123": { name: "Erika Beispiel", tier: "Gold", since: "2014", notes: ["Router replaced in spring", "Prefers a call back before noon"] },
  "01715550456": { name: "Max Muster", tier: "Standard", since: "2021", notes: ["Moved house last month"] },
  "0302270": { name: "Seaside Hotel", tier: "Business", since: "2009", notes: ["Twelve lines", "Contract ends in December"] },
  "01605550188": { name: "Ines Probe", tier: "Gold", since: "2017", notes: ["Complaint about an invoice is open"] },
};

const asked = new URLSearchParams(location.search);
const number = asked.get("phone") ?? "";
const person = PEOPLE[number] ?? { name: asked.get("customer") || (number ? "Unknown caller" : "A colleague"), tier: "–", since: "–", notes: [] };

/** @param {string} tag @param {string} text @param {string} [style] */
function element(tag, text, style) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (style) made.className = style;
  return made;
}

const facts = document.createElement("dl");
for (const [name, value] of [["Telephone", number], ["Case", asked.get("case")], ["Tier", person.tier], ["Customer since", person.since]]) {
  if (value) facts.append(element("dt", String(name)), element("dd", value));
}
document.body.append(element("div", person.name.split(" ").map((part) => part[0]).join("").slice(0, 2), "face"), element("h1", person.name), element("p", "Sample customer record"), facts);
if (person.notes.length > 0) {
  const notes = document.createElement("ul");
  notes.append(...person.notes.map((note) => element("li", note)));
  document.body.append(element("h2", "Notes"), notes);
}
