//! The XML schema, from the tables.

use std::fmt::Write as _;

use gateway_core::{
    agent::STATES,
    limits::{MAX_DIGITS, MAX_REFERENCE, MAX_TEXT},
    notice::{Attribute, CALL_ATTRIBUTES, FEATURE_ATTRIBUTES, Row as NoticeRow, notices},
    refusal::codes,
    request::{Field, Kind, Row, rows},
    statistics::{INTERVALS, SCOPES, Unit, figures},
};

/// The whole schema.
pub(crate) fn schema() -> String {
    let mut out = HEAD.to_owned();
    simple("session", "<xs:pattern value=\"[0-9A-Fa-f]{32}\"/>", &mut out);
    simple("call", "<xs:pattern value=\"[0-9A-Fa-f]{1,16}\"/>", &mut out);
    simple("dn", "<xs:pattern value=\"[!-~]{1,64}\"/>", &mut out);
    let length = format!("<xs:minLength value=\"1\"/><xs:maxLength value=\"{MAX_REFERENCE}\"/>");
    simple("ref", &length, &mut out);
    simple("text", &format!("<xs:maxLength value=\"{MAX_TEXT}\"/>"), &mut out);
    words("agent", STATES, &mut out);
    words("requestName", &rows().iter().map(|row| row.name).collect::<Vec<_>>(), &mut out);
    words("errorCode", &codes().iter().map(|row| row.name).collect::<Vec<_>>(), &mut out);
    words("figureName", &figures().iter().map(|row| row.name).collect::<Vec<_>>(), &mut out);
    words("scope", SCOPES, &mut out);
    words("interval", INTERVALS, &mut out);
    words("unit", &Unit::ALL.map(Unit::word), &mut out);
    out.push_str(LISTS_AND_DATA);
    call_type(&mut out);
    rows().iter().for_each(|row| request(row, &mut out));
    reply(&mut out);
    notices().iter().for_each(|row| event(row, &mut out));
    out.push_str("</xs:schema>\n");
    out
}

fn simple(name: &str, facets: &str, out: &mut String) {
    writeln!(
        out,
        "  <xs:simpleType name=\"{name}\">\n    <xs:restriction base=\"xs:string\">\
         {facets}</xs:restriction>\n  </xs:simpleType>"
    )
    .unwrap();
}

fn words(name: &str, words: &[&str], out: &mut String) {
    let facets: String =
        words.iter().map(|word| format!("<xs:enumeration value=\"{word}\"/>")).collect();
    simple(name, &facets, out);
}

/// Fields may come in any order, and those given once also as attributes.
fn request(row: &Row, out: &mut String) {
    writeln!(out, "\n  <!-- {} -->", row.help).unwrap();
    writeln!(out, "  <xs:element name=\"{}\">\n    <xs:complexType>", row.name).unwrap();
    if !row.fields.is_empty() {
        writeln!(out, "      <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">").unwrap();
        for field in row.fields {
            let Field { name, kind, .. } = field;
            writeln!(out, "        <xs:element name=\"{name}\"{}", typed(*kind, "element"))
                .unwrap();
        }
        writeln!(out, "      </xs:choice>").unwrap();
    }
    writeln!(out, "      <xs:attributeGroup ref=\"frame\"/>").unwrap();
    for field in row.fields.iter().filter(|field| !field.repeated) {
        let Field { name, kind, .. } = field;
        writeln!(out, "      <xs:attribute name=\"{name}\"{}", typed(*kind, "attribute")).unwrap();
    }
    writeln!(out, "    </xs:complexType>\n  </xs:element>").unwrap();
}

/// The rest of a declaration: its type, and its end.
fn typed(kind: Kind, declares: &str) -> String {
    let white = "<xs:whiteSpace value=\"collapse\"/>";
    let restricted = |base: &str, facets: &str| {
        format!(
            "><xs:simpleType><xs:restriction base=\"{base}\">{white}{facets}</xs:restriction>\
             </xs:simpleType></xs:{declares}>"
        )
    };
    match kind {
        Kind::Dn => restricted("dn", ""),
        Kind::Call => restricted("call", ""),
        Kind::Text => restricted("text", "<xs:minLength value=\"1\"/>"),
        Kind::Secret => " type=\"text\"/>".to_owned(),
        Kind::OneOf(words) => {
            let facets: String =
                words.iter().map(|word| format!("<xs:enumeration value=\"{word}\"/>")).collect();
            restricted("xs:string", &facets)
        }
        Kind::Digits => {
            let facets = format!("<xs:pattern value=\"[0-9*#]{{1,{MAX_DIGITS}}}\"/>");
            restricted("xs:string", &facets)
        }
        Kind::Number => " type=\"xs:unsignedLong\"/>".to_owned(),
        Kind::Seconds => " type=\"xs:unsignedInt\"/>".to_owned(),
        Kind::Pairs => " type=\"data\"/>".to_owned(),
    }
}

fn call_type(out: &mut String) {
    writeln!(out, "\n  <xs:complexType name=\"callView\">").unwrap();
    writeln!(out, "    <xs:sequence>").unwrap();
    writeln!(out, "      <xs:element name=\"data\" type=\"data\" minOccurs=\"0\"/>").unwrap();
    writeln!(out, "    </xs:sequence>").unwrap();
    CALL_ATTRIBUTES.iter().for_each(|known| attribute(known, "    ", out));
    writeln!(out, "  </xs:complexType>").unwrap();
}

fn reply(out: &mut String) {
    out.push_str(SNAPSHOT);
    FEATURE_ATTRIBUTES.iter().for_each(|known| attribute(known, "    ", out));
    out.push_str(STATISTICS);
    out.push_str(REPLY);
    for row in notices() {
        writeln!(out, "        <xs:element ref=\"{}\"/>", row.name).unwrap();
    }
    out.push_str(REPLY_END);
}

fn event(row: &NoticeRow, out: &mut String) {
    writeln!(out, "\n  <!-- {} -->", row.help).unwrap();
    writeln!(out, "  <xs:element name=\"{}\">\n    <xs:complexType>", row.name).unwrap();
    if row.about_call {
        out.push_str(
            "      <xs:sequence>\n        \
             <xs:element name=\"data\" type=\"data\" minOccurs=\"0\"/>\n        \
             <xs:element name=\"beside\" type=\"beside\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n      \
             </xs:sequence>\n",
        );
    } else if row.name == "REQUESTFAILED" {
        out.push_str(
            "      <xs:sequence><xs:element name=\"error\" type=\"error\"/></xs:sequence>\n",
        );
    }
    row.attributes().for_each(|known| attribute(known, "      ", out));
    writeln!(out, "    </xs:complexType>\n  </xs:element>").unwrap();
}

fn attribute(known: &Attribute, indent: &str, out: &mut String) {
    let Attribute { name, required, words, .. } = known;
    let usage = if *required { " use=\"required\"" } else { "" };
    let kind = match *name {
        "number" => "xs:unsignedLong",
        "time" => "xs:dateTime",
        "ref" => "ref",
        "call" | "consult_of" | "previous" => "call",
        "ani" | "dnis" | "queue" | "other" | "party" | "forward_to" => "dn",
        "parties" => "dns",
        "actions" => "requestNames",
        "request" => "requestName",
        _ => "xs:string",
    };
    if words.is_empty() {
        writeln!(out, "{indent}<xs:attribute name=\"{name}\" type=\"{kind}\"{usage}/>").unwrap();
        return;
    }
    let facets: String =
        words.iter().map(|word| format!("<xs:enumeration value=\"{word}\"/>")).collect();
    writeln!(
        out,
        "{indent}<xs:attribute name=\"{name}\"{usage}><xs:simpleType>\
         <xs:restriction base=\"xs:string\">{facets}</xs:restriction></xs:simpleType></xs:attribute>"
    )
    .unwrap();
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- Generated from the tables of requests, events and errors; see gateway/PROTOCOL.md. -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
"#;

const LISTS_AND_DATA: &str = r#"  <xs:simpleType name="dns"><xs:list itemType="dn"/></xs:simpleType>
  <xs:simpleType name="requestNames"><xs:list itemType="requestName"/></xs:simpleType>

  <xs:attributeGroup name="frame">
    <xs:attribute name="session" type="session"/>
    <xs:attribute name="ref" type="ref"/>
    <xs:attribute name="async" type="xs:boolean"/>
  </xs:attributeGroup>

  <xs:complexType name="data">
    <xs:sequence>
      <xs:element name="item" minOccurs="0" maxOccurs="unbounded">
        <xs:complexType>
          <xs:simpleContent>
            <xs:extension base="xs:string">
              <xs:attribute name="key" type="xs:string" use="required"/>
              <xs:attribute name="escaped" type="xs:boolean"/>
            </xs:extension>
          </xs:simpleContent>
        </xs:complexType>
      </xs:element>
    </xs:sequence>
  </xs:complexType>

  <xs:complexType name="beside">
    <xs:attribute name="call" type="call" use="required"/>
    <xs:attribute name="state" type="xs:string" use="required"/>
    <xs:attribute name="actions" type="requestNames" use="required"/>
  </xs:complexType>

  <xs:complexType name="error">
    <xs:simpleContent>
      <xs:extension base="xs:string">
        <xs:attribute name="code" type="errorCode" use="required"/>
        <xs:attribute name="state" type="xs:string"/>
        <xs:attribute name="middleware_code" type="xs:int"/>
        <xs:attribute name="line" type="xs:unsignedInt"/>
        <xs:attribute name="column" type="xs:unsignedInt"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
"#;

const SNAPSHOT: &str = r#"
  <!-- how a device stands -->
  <xs:complexType name="snapshot">
    <xs:sequence>
      <xs:element name="call" type="callView" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
    <xs:attribute name="number" type="xs:unsignedLong" use="required"/>
    <xs:attribute name="time" type="xs:dateTime" use="required"/>
    <xs:attribute name="dn" type="dn" use="required"/>
    <xs:attribute name="link" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="up"/><xs:enumeration value="down"/></xs:restriction></xs:simpleType></xs:attribute>
    <xs:attribute name="agent" type="agent" use="required"/>
    <xs:attribute name="reason" type="xs:string"/>
    <xs:attribute name="lease_not_ready" type="xs:decimal"/>
    <xs:attribute name="lease_log_off" type="xs:decimal"/>
"#;

const STATISTICS: &str = r#"  </xs:complexType>

  <!-- what was counted and timed -->
  <xs:complexType name="statistics">
    <xs:sequence>
      <xs:element name="figure" maxOccurs="unbounded">
        <xs:complexType>
          <xs:attribute name="name" type="figureName" use="required"/>
          <xs:attribute name="value" type="xs:decimal" use="required"/>
          <xs:attribute name="unit" type="unit" use="required"/>
        </xs:complexType>
      </xs:element>
    </xs:sequence>
    <xs:attribute name="scope" type="scope" use="required"/>
    <xs:attribute name="dn" type="dn"/>
    <xs:attribute name="interval" type="interval" use="required"/>
    <xs:attribute name="from" type="xs:dateTime" use="required"/>
    <xs:attribute name="until" type="xs:dateTime" use="required"/>
  </xs:complexType>
"#;

const REPLY: &str = r#"
  <!-- what every request is answered -->
  <xs:element name="REPLY">
    <xs:complexType>
      <xs:choice minOccurs="0" maxOccurs="unbounded">
        <xs:element name="error" type="error"/>
        <xs:element name="SNAPSHOT" type="snapshot"/>
        <xs:element name="STATISTICS" type="statistics"/>
"#;

const REPLY_END: &str = r#"      </xs:choice>
      <xs:attribute name="request" type="requestName"/>
      <xs:attribute name="ref" type="ref"/>
      <xs:attribute name="result" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="ok"/><xs:enumeration value="pending"/><xs:enumeration value="error"/></xs:restriction></xs:simpleType></xs:attribute>
      <xs:attribute name="session" type="session"/>
      <xs:attribute name="call" type="call"/>
      <xs:attribute name="last" type="xs:unsignedLong"/>
    </xs:complexType>
  </xs:element>
"#;
