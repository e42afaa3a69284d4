//! The document that describes the interface (`OpenAPI` 3.1), made from the table of operations.

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{
    operation::{ROWS, Row},
    problem::Problem,
};

/// The document.
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<Problem>();
    let mut paths: Map<String, Value> = Map::new();
    for row in ROWS {
        let operation = operation(row, &mut generator, &json!(problem));
        let path = paths.entry(row.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(row.method.to_lowercase(), operation);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "tserver-sim control",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Reads everything in the emulated switch and its T-Server, and does everything \
                that a hand could do there.",
        },
        "security": [{}, { "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": generator.take_definitions(true),
        },
    })
}

fn operation(row: &Row, generator: &mut SchemaGenerator, problem: &Value) -> Value {
    let answer = json!((row.answer)(generator));
    let mut operation = json!({
        "operationId": row.id,
        "summary": row.summary,
        "responses": {
            "200": { "description": "done", "content": { "application/json": { "schema": answer } } },
            "default": {
                "description": "not done, and why",
                "content": { "application/problem+json": { "schema": problem } },
            },
        },
    });
    let in_path = row.path.split('/').filter_map(|segment| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        Some(
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }),
        )
    });
    let in_query = row.query.iter().map(|name| {
        json!({ "name": name, "in": "query", "schema": { "type": "integer", "minimum": 0 } })
    });
    let parameters: Vec<Value> = in_path.chain(in_query).collect();
    if let Some(object) = operation.as_object_mut() {
        if !parameters.is_empty() {
            object.insert("parameters".to_owned(), Value::Array(parameters));
        }
        if let Some(body) = row.body {
            let body = json!(body(generator));
            let content = json!({ "application/json": { "schema": body } });
            object
                .insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
        }
    }
    operation
}
