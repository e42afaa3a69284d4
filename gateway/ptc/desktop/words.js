/**
 * The desktop's words in English and German.
 *
 * @module
 */

/** @type {Record<string, Record<string, string>>} */
const WORDS = {
  en: {
    title: "Agent desktop",
    skip: "Skip to the calls",
    // log-on
    logOn: "Log on",
    logOnHelp: "Connect to your telephone, and log on to your queues.",
    dn: "Telephone number",
    agent: "Agent ID",
    password: "Password",
    queues: "Queues",
    queuesHelp: "separated by blanks",
    readyAtOnce: "Take calls at once",
    connectOnly: "Telephone only",
    connecting: "Connecting …",
    // states
    agentState: "Agent state",
    loggedout: "Logged off",
    notready: "Not ready",
    ready: "Ready",
    wrapup: "After-call work",
    goReady: "Ready",
    goNotReady: "Not ready",
    reason: "Reason",
    noReason: "no reason",
    break: "Break",
    lunch: "Lunch",
    meeting: "Meeting",
    training: "Training",
    office: "Office work",
    dnd: "Do not disturb",
    // calls
    calls: "Calls",
    noCalls: "No calls",
    noCallsReady: "You are ready: the next caller rings here.",
    noCallsNotReady: "Calls of your queues come when you are ready.",
    incoming: "Incoming call",
    incomingFrom: "Incoming call from {number}",
    dialing: "Calling",
    ringing: "Ringing",
    connected: "Connected",
    held: "On hold",
    failed: "Failed",
    released: "Ended",
    conference: "Conference",
    consultation: "Consultation",
    kind_inbound: "from outside",
    kind_outbound: "to outside",
    kind_internal: "internal",
    kind_consult: "consultation",
    kind_unknown: "",
    unknownNumber: "Number unknown",
    via: "called {dnis}",
    queue: "queue {queue}",
    parties: "Parties",
    removeParty: "Remove {party} from the call",
    answer: "Answer",
    decline: "Decline",
    hangUp: "Hang up",
    hold: "Hold",
    retrieve: "Retrieve",
    swap: "Swap",
    transfer: "Transfer …",
    conferenceTo: "Conference …",
    mute: "Mute",
    unmute: "Unmute",
    keypad: "Keypad",
    notOffered: "This gateway does not offer it.",
    consult: "Consult first",
    blind: "Transfer now",
    cancel: "Cancel",
    transferTo: "Transfer to",
    conferenceWith: "Bring in",
    completeTransfer: "Complete transfer",
    completeConference: "Make a conference",
    cancelConsult: "Back to the caller",
    consulting: "You are consulting {number} about the call with {other}.",
    data: "Call data",
    dataKey: "Name",
    dataValue: "Value",
    dataAdd: "Set",
    dataRemove: "Remove {key}",
    dataNone: "none",
    // dial
    dial: "New call",
    number: "Number",
    call: "Call",
    // history
    history: "History",
    historyNone: "No calls yet.",
    callBack: "Call {number}",
    missed: "missed",
    in: "incoming",
    out: "outgoing",
    // record
    record: "Caller's record",
    recordNone: "The record of the next caller appears here.",
    openRecord: "Open the record",
    // figures
    figures: "Queue figures",
    // link
    online: "Connected",
    offline: "Not connected",
    linkDown: "Telephone link down",
    linkDownHelp: "The gateway has lost the telephone system. Calls go on; control comes back by itself.",
    retrying: "No connection to the gateway. Next attempt in {seconds} s.",
    retry: "Try now",
    again: "Connect again",
    follower: "another tab leads",
    connectionState: "Connection",
    // menu
    menu: "Menu",
    logOff: "Log off",
    leave: "Leave",
    synchronise: "Synchronise",
    synchronised: "Synchronised.",
    settings: "Settings …",
    shortcuts: "Keyboard shortcuts …",
    close: "Close",
    language: "Language",
    theme: "Appearance",
    auto: "automatic",
    light: "light",
    dark: "dark",
    sound: "Ring tone",
    actions: "Actions on events",
    actionsHelp: "A list of rules: on which event, when, and what to do. It is kept in this browser.",
    save: "Save",
    reset: "Default",
    saved: "Saved.",
    dismiss: "Dismiss",
    // shortcuts
    keyAnswer: "Answer, or retrieve the held call",
    keyHold: "Hold or retrieve",
    keyHangUp: "Hang up or decline",
    keyTransfer: "Transfer, or complete it",
    keyConference: "Conference, or complete it",
    keySwap: "Swap between two calls",
    keyReady: "Ready or not ready",
    keyDial: "To the number field",
    keyHelp: "This list",
  },
  de: {
    title: "Agentenarbeitsplatz",
    skip: "Zu den Anrufen springen",
    logOn: "Anmelden",
    logOnHelp: "Verbindet mit Ihrem Telefon und meldet Sie an Ihren Warteschlangen an.",
    dn: "Rufnummer",
    agent: "Agenten-ID",
    password: "Kennwort",
    queues: "Warteschlangen",
    queuesHelp: "durch Leerzeichen getrennt",
    readyAtOnce: "Sofort Anrufe annehmen",
    connectOnly: "Nur Telefon",
    connecting: "Verbindung wird aufgebaut …",
    agentState: "Agentenstatus",
    loggedout: "Abgemeldet",
    notready: "Nicht bereit",
    ready: "Bereit",
    wrapup: "Nachbearbeitung",
    goReady: "Bereit",
    goNotReady: "Nicht bereit",
    reason: "Grund",
    noReason: "ohne Grund",
    break: "Pause",
    lunch: "Mittag",
    meeting: "Besprechung",
    training: "Schulung",
    office: "Büroarbeit",
    dnd: "Anrufschutz",
    calls: "Anrufe",
    noCalls: "Keine Anrufe",
    noCallsReady: "Sie sind bereit: Der nächste Anrufer klingelt hier.",
    noCallsNotReady: "Anrufe Ihrer Warteschlangen kommen, sobald Sie bereit sind.",
    incoming: "Eingehender Anruf",
    incomingFrom: "Eingehender Anruf von {number}",
    dialing: "Wählt",
    ringing: "Klingelt",
    connected: "Verbunden",
    held: "Gehalten",
    failed: "Fehlgeschlagen",
    released: "Beendet",
    conference: "Konferenz",
    consultation: "Rückfrage",
    kind_inbound: "von außen",
    kind_outbound: "nach außen",
    kind_internal: "intern",
    kind_consult: "Rückfrage",
    kind_unknown: "",
    unknownNumber: "Nummer unbekannt",
    via: "gewählt {dnis}",
    queue: "Warteschlange {queue}",
    parties: "Teilnehmer",
    removeParty: "{party} aus dem Gespräch entfernen",
    answer: "Annehmen",
    decline: "Ablehnen",
    hangUp: "Auflegen",
    hold: "Halten",
    retrieve: "Zurückholen",
    swap: "Makeln",
    transfer: "Vermitteln …",
    conferenceTo: "Konferenz …",
    mute: "Stumm",
    unmute: "Ton an",
    keypad: "Tastenfeld",
    notOffered: "Dieses Gateway bietet es nicht an.",
    consult: "Erst rückfragen",
    blind: "Sofort vermitteln",
    cancel: "Abbrechen",
    transferTo: "Vermitteln an",
    conferenceWith: "Hinzuholen",
    completeTransfer: "Übergeben",
    completeConference: "Konferenz bilden",
    cancelConsult: "Zurück zum Anrufer",
    consulting: "Sie fragen bei {number} zurück wegen des Gesprächs mit {other}.",
    data: "Anrufdaten",
    dataKey: "Name",
    dataValue: "Wert",
    dataAdd: "Setzen",
    dataRemove: "{key} entfernen",
    dataNone: "keine",
    dial: "Neuer Anruf",
    number: "Nummer",
    call: "Anrufen",
    history: "Verlauf",
    historyNone: "Noch keine Anrufe.",
    callBack: "{number} anrufen",
    missed: "verpasst",
    in: "eingehend",
    out: "ausgehend",
    record: "Datensatz des Anrufers",
    recordNone: "Hier erscheint der Datensatz des nächsten Anrufers.",
    openRecord: "Datensatz öffnen",
    figures: "Kennzahlen der Warteschlangen",
    online: "Verbunden",
    offline: "Nicht verbunden",
    linkDown: "Telefonanlage getrennt",
    linkDownHelp: "Das Gateway hat die Telefonanlage verloren. Gespräche gehen weiter; die Steuerung kommt von selbst zurück.",
    retrying: "Keine Verbindung zum Gateway. Nächster Versuch in {seconds} s.",
    retry: "Jetzt versuchen",
    again: "Neu verbinden",
    follower: "ein anderer Tab führt",
    connectionState: "Verbindung",
    menu: "Menü",
    logOff: "Abmelden",
    leave: "Verlassen",
    synchronise: "Abgleichen",
    synchronised: "Abgeglichen.",
    settings: "Einstellungen …",
    shortcuts: "Tastenkürzel …",
    close: "Schließen",
    language: "Sprache",
    theme: "Darstellung",
    auto: "automatisch",
    light: "hell",
    dark: "dunkel",
    sound: "Klingelton",
    actions: "Aktionen bei Ereignissen",
    actionsHelp: "Eine Liste von Regeln: bei welchem Ereignis, wann, und was zu tun ist. Sie wird in diesem Browser aufbewahrt.",
    save: "Speichern",
    reset: "Vorgabe",
    saved: "Gespeichert.",
    dismiss: "Schließen",
    keyAnswer: "Annehmen, oder das gehaltene Gespräch zurückholen",
    keyHold: "Halten oder zurückholen",
    keyHangUp: "Auflegen oder ablehnen",
    keyTransfer: "Vermitteln, oder übergeben",
    keyConference: "Konferenz, oder bilden",
    keySwap: "Zwischen zwei Gesprächen makeln",
    keyReady: "Bereit oder nicht bereit",
    keyDial: "Zum Nummernfeld",
    keyHelp: "Diese Liste",
  },
};

/** What the gateway's refusals say, for those who do not read English; by code. @type {Record<string, string>} */
const REFUSALS_DE = {
  LinkDown: "Die Verbindung zur Telefonanlage ist unterbrochen; sie kommt von selbst zurück.",
  NotLoggedOn: "Hier ist kein Agent angemeldet; melden Sie sich an.",
  AlreadyLoggedOn: "Hier ist schon ein Agent angemeldet; melden Sie ihn zuerst ab.",
  UnknownCall: "Diesen Anruf gibt es hier nicht mehr.",
  NotRinging: "Der Anruf klingelt hier nicht mehr.",
  NotConnected: "Sie sind mit diesem Anruf nicht verbunden.",
  NotHeld: "Der Anruf wird nicht gehalten.",
  AlreadyHeld: "Der Anruf wird schon gehalten; holen Sie ihn zurück.",
  CallFailed: "Der Anruf kam nicht zustande; legen Sie auf.",
  OtherCallActive: "Ein anderes Gespräch läuft; halten oder beenden Sie es zuerst.",
  NoOtherCall: "Es gibt kein zweites Gespräch zum Makeln.",
  NoConsultation: "Zu diesem Anruf läuft keine Rückfrage.",
  ConsultationPending: "Zu diesem Anruf läuft schon eine Rückfrage.",
  NotAnswered: "Der Angerufene hat noch nicht abgenommen.",
  NotInConference: "Dies ist keine Konferenz.",
  UnknownParty: "Dieser Teilnehmer ist nicht im Gespräch.",
  Unsupported: "Die Telefonanlage kann das nicht.",
  NoAnswer: "Die Telefonanlage hat nicht rechtzeitig geantwortet; ob es geschehen ist, zeigt sich gleich.",
  DnInUse: "An dieser Rufnummer arbeitet schon jemand.",
  SessionReplaced: "Ein anderer Arbeitsplatz hat diese Rufnummer übernommen.",
};

/** The languages there are, by their own names. */
export const LANGUAGES = { en: "English", de: "Deutsch" };

let language = "en";

/** Chooses the language; the browser's if it is none of ours. @param {string | null} wanted */
export function speak(wanted) {
  const own = (wanted ?? navigator.language).slice(0, 2);
  language = own in WORDS ? own : "en";
  document.documentElement.lang = language;
  return language;
}

/** The word for a key, its placeholders filled. @param {string} key @param {Record<string, string | number>} [values] */
export function t(key, values = {}) {
  const word = WORDS[language]?.[key] ?? WORDS.en?.[key] ?? key;
  return word.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** What went wrong, in the language chosen as far as there are words for it. @param {any} error */
export function sentence(error) {
  if (language === "de" && error?.code in REFUSALS_DE && error.code !== "Refused") return REFUSALS_DE[error.code] ?? error.message;
  return error?.message ?? String(error);
}

/** A time of day. @param {number} at */
export function clock(at) {
  const locale = navigator.language.startsWith(language) ? navigator.language : language;
  return new Date(at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}

/** A span as minutes and seconds. @param {number} ms */
export function span(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

/** The keys of both languages, for tests. */
export function keys() {
  return Object.fromEntries(Object.entries(WORDS).map(([name, words]) => [name, Object.keys(words)]));
}
