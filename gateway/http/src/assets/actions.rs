//! The site's table of actions on events, as its file holds it.

use std::path::PathBuf;

use bytes::Bytes;
use serde_json::Value;

use crate::{
    security::Unsafe,
    watched::{Watched, read_file},
};

/// The table, read again when the file changes; what it says is the desktop's to read.
#[derive(Debug)]
pub(crate) struct Actions(Watched<Bytes>);

impl Actions {
    /// Reads the file.
    ///
    /// # Errors
    /// It cannot be read, or is no list in JSON.
    pub(crate) fn open(file: PathBuf) -> Result<Self, Unsafe> {
        let read = {
            let file = file.clone();
            move || {
                let content = read_file(&file)?;
                let wrong = |what: String| Unsafe::Wrong { path: file.clone(), what };
                match serde_json::from_slice(&content) {
                    Ok(Value::Array(_)) => Ok(Bytes::from(content)),
                    Ok(_) => Err(wrong("it is no list of rules: [{\"on\": …}]".to_owned())),
                    Err(error) => Err(wrong(error.to_string())),
                }
            }
        };
        Watched::open(vec![file], read).map(Self)
    }

    pub(crate) fn refresh(&self) {
        self.0.refresh();
    }

    pub(crate) fn current(&self) -> Bytes {
        self.0.current().content.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Actions;

    #[test]
    fn a_file_that_is_no_list_is_refused() {
        let file = std::env::temp_dir().join(format!("gateway-actions-{}", std::process::id()));
        for (content, expected) in [
            ("[{\"on\":\"INCOMINGCALL\",\"do\":{\"notify\":\"x\"}}]", ""),
            ("{}", "it is no list of rules"),
            ("[", "EOF while parsing"),
        ] {
            fs::write(&file, content).unwrap();
            let said = match Actions::open(file.clone()) {
                Ok(actions) => {
                    assert_eq!(actions.current(), content);
                    String::new()
                }
                Err(error) => error.to_string(),
            };
            assert!(said.contains(expected), "{content}: {said}");
        }
        fs::remove_file(&file).unwrap();
    }
}
