//! A library that is loaded, and the calls into it.

#![expect(unsafe_code, reason = "it loads a library in C and calls it")]

use std::{
    collections::BTreeMap,
    error::Error as _,
    ffi::c_void,
    path::Path,
    ptr::{self, NonNull},
};

use foreign_wire::{Greeting, PROTOCOL};
use libloading::os::unix::{self, RTLD_LOCAL, RTLD_NOW};

use crate::{
    abi,
    command::{Handed, Held},
    event::{tell, text},
    sink::Sink,
};

/// A library that has started.
pub(crate) struct Library {
    adapter: &'static abi::Adapter,
    functions: Functions,
    /// What its `start` returned.
    own: NonNull<c_void>,
}

/// What it is called by.
#[derive(Clone, Copy)]
struct Functions {
    start: abi::Start,
    command: unsafe extern "C" fn(*mut c_void, *const abi::Command),
    stop: unsafe extern "C" fn(*mut c_void),
}

impl Library {
    /// Loads and starts it; or says why it cannot be used.
    pub(crate) fn start(
        path: &Path,
        sink: &'static Sink,
        settings: &BTreeMap<String, String>,
    ) -> Result<Self, String> {
        let adapter = load(path).map_err(|why| format!("{}: {why}", path.display()))?;
        let functions = functions(adapter)?;
        let host: &'static abi::Host = Box::leak(Box::new(abi::Host {
            size: bytes_of::<abi::Host>(),
            abi: abi::ABI,
            context: ptr::from_ref(sink).cast(),
            tell,
        }));
        let mut held = Held::default();
        for (name, value) in settings {
            held.pair(name, value).map_err(|error| error.to_string())?;
        }
        let (pairs, count) = held.pairs();
        let mut reason = ptr::null();
        // SAFETY: as the header says; the host and its sink live as long as the process.
        let own = unsafe { (functions.start)(host, pairs, count, &raw mut reason) };
        match NonNull::new(own) {
            Some(own) => Ok(Self { adapter, functions, own }),
            // SAFETY: the header says that it is NULL or a text.
            None => Err(unsafe { text("reason", reason) }
                .map_err(|broken| broken.to_string())?
                .unwrap_or_else(|| "it did not start, and gave no reason".to_owned())),
        }
    }

    /// What it says of itself.
    pub(crate) fn greeting(&self) -> Greeting {
        // SAFETY: the header says that both are NULL or texts.
        let own = |given| unsafe { text("name", given) }.ok().flatten().unwrap_or_default();
        let (name, version) = (own(self.adapter.name), own(self.adapter.version));
        Greeting { protocol: PROTOCOL, name, version }
    }

    /// Hands it a command.
    pub(crate) fn command(&self, command: &Handed) {
        // SAFETY: as the header says: it is called by this thread alone, between start and stop.
        unsafe { (self.functions.command)(self.own.as_ptr(), &raw const command.command) }
    }

    /// Ends it.
    pub(crate) fn stop(self) {
        // SAFETY: as the header says: it is called once, as the last.
        unsafe { (self.functions.stop)(self.own.as_ptr()) }
    }
}

fn load(path: &Path) -> Result<&'static abi::Adapter, String> {
    // What it lacks shows at once, and not when it is called in the midst of a call.
    let flags = RTLD_NOW | RTLD_LOCAL;
    // SAFETY: what runs when it is loaded is the site's own choice, in a process that it may end.
    let library =
        unsafe { unix::Library::open(Some(path), flags) }.map_err(|error| cause(&error))?;
    // It stays loaded: threads of its own may run in it until the process ends.
    let library = Box::leak(Box::new(library));
    // SAFETY: the header says that this symbol is such a function.
    let entry = unsafe { library.get::<Entry>(SYMBOL) }
        .map_err(|error| format!("it is no adapter: {}", cause(&error)))?;
    // SAFETY: the header says that it returns NULL or what is valid while the library is loaded.
    let adapter = unsafe { entry().as_ref() };
    adapter.ok_or_else(|| format!("it is no adapter: {SYMBOL} returns NULL"))
}

/// What the system's loader says.
fn cause(error: &libloading::Error) -> String {
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

/// Only what is known to be of this version is looked at.
fn functions(adapter: &abi::Adapter) -> Result<Functions, String> {
    let (known, own) = (abi::ABI, adapter.abi);
    if own != known {
        return Err(format!(
            "it is built with version {own} of pts_adapter.h, and the gateway with {known}"
        ));
    }
    let (known, own) = (bytes_of::<abi::Adapter>(), adapter.size);
    if own != known {
        return Err(format!("its pts_adapter has {own} bytes, and the gateway's {known}"));
    }
    match *adapter {
        abi::Adapter { start: Some(start), command: Some(command), stop: Some(stop), .. } => {
            Ok(Functions { start, command, stop })
        }
        _ => Err("it lacks one of the functions start, command, stop".to_owned()),
    }
}

fn bytes_of<T>() -> u32 {
    u32::try_from(size_of::<T>()).unwrap_or_default()
}

type Entry = unsafe extern "C" fn() -> *const abi::Adapter;
const SYMBOL: &str = "pts_adapter_entry";
