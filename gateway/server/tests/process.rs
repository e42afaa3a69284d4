//! The gateway as a process: exit codes, what it prints, reload, and its end.
//!
//! Tests named `row_N` hold row N of the table of faults.

#[cfg(test)]
mod tests {
    use std::{
        fs,
        io::{BufRead as _, BufReader, Read as _, Write as _},
        net::{SocketAddr, TcpListener, TcpStream},
        os::unix::fs::PermissionsExt as _,
        path::PathBuf,
        process::{Child, ChildStderr, Command, Output, Stdio},
    };

    #[test]
    fn the_help_teaches() {
        let output = run(&["--help"]);
        assert!(output.status.success());
        insta::assert_snapshot!(text(output.stdout));
    }

    #[test]
    fn check_says_what_a_file_would_do() {
        let file = file("check", &format!("log_level = 4\n{TSERVER}"));
        let output = run(&["check", "--config", file.to_str().unwrap()]);
        assert!(output.status.success());
        insta::assert_snapshot!(
            text(output.stdout).replace(file.to_str().unwrap(), "gateway.toml")
        );
    }

    #[test]
    fn a_wrong_configuration_ends_with_2() {
        let wrong = file("wrong", "listner_port = 1\n");
        for command in ["run", "check"] {
            let output = run(&[command, "--config", wrong.to_str().unwrap()]);
            assert_eq!(output.status.code(), Some(2));
            let letter = text(output.stderr);
            assert!(letter.contains("wrong.toml:1:1"), "{letter}");
            assert!(letter.contains("did you mean `listener_port`?"), "{letter}");
        }
        let absent = run(&["--config", "/nowhere/gateway.toml"]);
        assert_eq!(absent.status.code(), Some(2));
        insta::assert_snapshot!(text(absent.stderr));
    }

    /// The password file by hand: added, changed, listed, removed; each mistake has its letter.
    #[test]
    fn users_by_hand() {
        let users = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("by_hand.users");
        drop(fs::remove_file(&users));
        let file = users.to_str().unwrap();
        let alice = ["add", "alice", "--file", file, "--role", "agent", "--dn", "2001"];
        let named = self::file("named", &format!("auth.users = {file:?}\n{TSERVER}"));
        let unnamed = self::file("unnamed", TSERVER);
        let mut golden = String::new();
        for (arguments, password) in [
            (&[alice.as_slice(), &["--agent", "7001"]].concat(), "s3cret\n"),
            (&alice.to_vec(), "s3cret\n"),
            (&[alice.as_slice(), &["--agent", "*"]].concat(), "another\n"),
            (&[alice.as_slice(), &["--agent", "7001"]].concat(), "\n"),
            (&vec!["add", "watch", "--file", file, "--role", "operator", "--no-password"], ""),
            (&vec!["list", "--file", file], ""),
            (&vec!["remove", "watch", "--file", file], ""),
            (&vec!["remove", "watch", "--file", file], ""),
            (&vec!["list", "--file", "/nowhere/users"], ""),
            (&vec!["list", "--config", named.to_str().unwrap()], ""),
            (&vec!["list", "--config", unnamed.to_str().unwrap()], ""),
        ] {
            let arguments = [["user"].as_slice(), arguments].concat();
            let output = run_with(&arguments, password);
            let said = text([output.stdout, output.stderr].concat());
            let code = output.status.code().unwrap();
            let line = format!("$ gateway {}\n{said}({code})\n\n", arguments.join(" "));
            let line = line.replace(named.to_str().unwrap(), "named.toml");
            let line = line.replace(unnamed.to_str().unwrap(), "unnamed.toml");
            golden.push_str(&line.replace(file, "users"));
        }
        insta::assert_snapshot!(golden);
        let mode = fs::metadata(&users).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "a new file is for its owner alone");
    }

    /// A folder that hands its group on is shared with it.
    #[test]
    fn a_password_file_in_a_shared_folder() {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o2750)).unwrap();
        let users = folder.path().join("users");
        let file = users.to_str().unwrap();
        for name in ["alice", "bob"] {
            let add = ["user", "add", name, "--file", file, "--role", "operator", "--no-password"];
            assert!(run(&add).status.success());
            assert_eq!(fs::metadata(&users).unwrap().permissions().mode() & 0o777, 0o640);
        }
    }

    /// Everybody who is added at the same time is there afterwards, and nothing beside the file.
    #[test]
    fn users_added_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let users = folder.path().join("users");
        let file = users.to_str().unwrap();
        let adding: Vec<_> = (10..26)
            .map(|number| {
                let (name, dn) = (format!("user{number}"), number.to_string());
                let user = ["user", "add", &name, "--file", file, "--role", "agent", "--dn", &dn];
                let mut command = Command::new(GATEWAY);
                command.args(user).args(["--agent", "*", "--no-password"]).stdout(Stdio::null());
                command.spawn().unwrap()
            })
            .collect();
        for mut process in adding {
            assert!(process.wait().unwrap().success());
        }
        let list = text(run(&["user", "list", "--file", file]).stdout);
        let names: Vec<_> = list.lines().map(|line| line.split(' ').next().unwrap()).collect();
        assert_eq!(names, Vec::from_iter((10..26).map(|number| format!("user{number}"))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    /// Without a T-Server the doctor names what is missing.
    #[test]
    fn row_22_the_doctor_finds_no_middleware() {
        let file = file("ill", &format!("listener_port = 0\n{TSERVER}"));
        let output = run(&["doctor", "--config", file.to_str().unwrap(), "--dn", "2001"]);
        assert_eq!(output.status.code(), Some(1));
        insta::assert_snapshot!(
            text(output.stdout).replace(file.to_str().unwrap(), "gateway.toml")
        );
    }

    /// What a start would fail of: the doctor names all of it, check what stands in files.
    #[test]
    fn everything_that_the_configuration_names_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().to_str().unwrap();
        fs::write(folder.path().join("plain"), "").unwrap();
        let stranger = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = stranger.local_addr().unwrap().port();
        let head = format!(
            "listener_port = {port}\nloglocation = \"{at}/plain/log\"\njournal = \"{at}/none/journal\"\n\
             notify_listener_port = 0\ndesktop.actions = \"{at}/actions\"\n"
        );
        let auth = format!("[auth]\nusers = \"{at}/users\"\naudit = \"{at}/none/audit\"\n");
        let file = file("premises", &format!("{head}{TSERVER}{auth}"));
        let mut golden = String::new();
        for command in ["check", "doctor"] {
            let output = run(&[command, "--config", file.to_str().unwrap()]);
            let said = text([output.stdout, output.stderr].concat());
            let code = output.status.code().unwrap();
            golden.push_str(
                &["$ gateway ", command, "\n", &said, "(", &code.to_string(), ")\n\n"].concat(),
            );
        }
        let golden = golden.replace(&port.to_string(), "PORT").replace(at, "AT");
        insta::assert_snapshot!(golden.replace(file.to_str().unwrap(), "gateway.toml"));
        assert!(!folder.path().join("none").exists());
        drop(stranger);
    }

    /// The ports of the gateway that runs are no fault.
    #[test]
    fn a_gateway_that_runs_has_its_ports() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().to_str().unwrap();
        let kept = format!("journal = \"{at}/journal\"\nloglocation = \"{at}/log/of/gateway\"\n");
        let gateway = Gateway::start("has_ports", &kept);
        let port = format!("listener_port = {}\n", gateway.address.port());
        let file = file("has_ports_2", &format!("{port}{kept}{TSERVER}"));
        let report = text(run(&["doctor", "--config", file.to_str().unwrap()]).stdout);
        assert!(report.contains(" is taken by the gateway that runs\n"), "{report}");
        assert!(report.contains("/journal is used by the gateway that runs\n"), "{report}");
        assert!(report.contains(&format!("log            {at}/log/of/gateway\n")), "{report}");
        gateway.end();
    }

    /// The log of a day in its folder, as JSON lines; what a name brings along stays in its line.
    #[test]
    fn rows_18_and_19_the_log_of_a_day() {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("log_folder");
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        let head = format!("loglocation = {folder:?}\nlog_format = \"json\"\nlog_level = 5\n");
        let gateway = Gateway::start("log_folder", &head);
        let mut client = TcpStream::connect(gateway.address).unwrap();
        let body = "<CTICLIENTINITIALIZE><dn>2\u{b}0</dn></CTICLIENTINITIALIZE>";
        let length = body.len();
        write!(
            client,
            "POST /pts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer canary-token\r\n\
             Content-Type: text/xml\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        assert!(client.read(&mut [0; 1024]).unwrap() > 0);
        gateway.end();
        let files: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
        let [file] = files.as_slice() else { panic!("{files:?}") };
        let log = fs::read_to_string(file).unwrap();
        assert!(log.lines().all(|line| line.starts_with('{') && line.ends_with('}')), "{log}");
        assert!(log.contains("nobody is asked who he is"), "{log}");
        assert!(!log.contains("canary"), "{log}");
    }

    /// Row 41: after a crash that tore the audit log the gateway starts, and says so once.
    #[test]
    fn row_41_a_torn_audit_log() {
        let folder = tempfile::tempdir().unwrap();
        let audit = folder.path().join("audit.log");
        fs::write(&audit, "{\"number\":1,\"time\":\"2026-11").unwrap();
        let file = audit.to_str().unwrap();
        let torn = run(&["audit", "verify", file]);
        assert_eq!(torn.status.code(), Some(1));
        assert!(text(torn.stderr).contains("the gateway marks it when it starts again"));
        let mut gateway = Gateway::start("torn_audit", &format!("auth.audit = {file:?}\n"));
        assert_eq!(gateway.logged("a crash tore the end of the audit log", "line="), "2");
        let digest = gateway.logged("the audit log ends here line=2", "digest=");
        gateway.end();
        let whole = run(&["audit", "verify", file]);
        assert_eq!(whole.status.code(), Some(0));
        let digest = digest.trim_matches(['"', '\n']);
        let said = format!(
            "2 lines, unbroken; the last has the digest {digest}\n\
             line 1 was torn by a crash, and is marked\n"
        );
        assert_eq!(text(whole.stdout), said);
    }

    /// Metrics of a gateway without users, for everybody.
    #[test]
    fn metrics_in_the_form_of_prometheus() {
        let gateway = Gateway::start("metrics", "");
        gateway.get("/healthz");
        let text = gateway.get("/metrics");
        let names: Vec<_> = text.lines().filter(|line| line.starts_with("# TYPE")).collect();
        insta::assert_snapshot!(names.join("\n"));
        assert!(text.contains("\ngateway_http_responses_total{status=\"200\"} 1\n"), "{text}");
        assert!(text.contains("\ngateway_link_up 0\n"), "{text}");
        assert!(text.trim_end().ends_with("# EOF"), "{text}");
        gateway.end();
    }

    /// Row 2: bombs are refused, and leave no memory behind.
    #[test]
    fn row_2_memory_stays_flat() {
        let gateway = Gateway::start("bombs", "");
        let bombs = [
            "<a>".repeat(9000),
            format!("<GETEVENTS {}/>", "a='' ".repeat(9000)),
            format!("<!--{}", "-".repeat(60_000)),
            format!("<{}/>", "A".repeat(60_000)),
        ];
        let resident = || {
            let statm =
                fs::read_to_string(format!("/proc/{}/statm", gateway.process.id())).unwrap();
            statm.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
        };
        let mut client = TcpStream::connect(gateway.address).unwrap();
        let mut round = || {
            for bomb in &bombs {
                let length = bomb.len();
                let head = format!(
                    "POST /pts HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\n\
                     Content-Length: {length}\r\n\r\n"
                );
                client.write_all((head + bomb).as_bytes()).unwrap();
                let mut answer = vec![0; 4096];
                let count = client.read(&mut answer).unwrap();
                assert!(answer[..count].starts_with(b"HTTP/1.1 400 "));
            }
        };
        (0..5).for_each(|_| round());
        let before = resident();
        (0..40).for_each(|_| round());
        let grown = resident().saturating_sub(before);
        assert!(grown < 2_097_152, "grown by {grown} bytes");
        gateway.end();
    }

    /// What the program writes about itself.
    #[test]
    fn init_writes_the_sample_once() {
        let fresh = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("init.toml");
        drop(fs::remove_file(&fresh));
        let init = ["init", "--config", fresh.to_str().unwrap()];
        assert!(run(&init).status.success());
        assert!(run(&["check", "--config", fresh.to_str().unwrap()]).status.success());
        let again = run(&init);
        assert_eq!(again.status.code(), Some(1), "nothing is overwritten");
        let letter = text(again.stderr);
        assert!(letter.contains("is there already, and stays as it is"), "{letter}");
        assert!(text(run(&["completions", "bash"]).stdout).contains("_gateway()"));
        assert!(text(run(&["man"]).stdout).contains(".TH gateway 1"));
    }

    #[test]
    fn a_gateway_that_is_switched_off_ends_with_2() {
        let off = file("off", &format!("installed = false\n{TSERVER}"));
        let output = run(&["--config", off.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2));
        insta::assert_snapshot!(text(output.stderr));
    }

    #[test]
    fn a_taken_port_ends_with_3() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        let file = file("taken", &format!("listener_port = {port}\n{TSERVER}"));
        let output = run(&["--config", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(3));
        let letter = text(output.stderr);
        assert!(letter.contains(&format!("127.0.0.1:{port} (listener_port)")), "{letter}");
    }

    /// Without a T-Server the gateway lives, and says that it is not ready.
    #[test]
    fn row_22_no_middleware() {
        for (name, pools) in [("one_thread", ""), ("threads", POOLS)] {
            let gateway = Gateway::start(name, pools);
            assert!(gateway.get("/healthz").starts_with("HTTP/1.1 200 "));
            assert!(gateway.get("/readyz").starts_with("HTTP/1.1 503 "));
            gateway.end();
        }
    }

    /// Row 42: a wrong file changes nothing, a right one what can be changed.
    #[test]
    fn row_42_reload() {
        let mut gateway = Gateway::start("reload", "notify_listener_port = 0\n");
        let notify = gateway.logged("reloads for whoever connects", "address=");
        let mut golden = String::new();
        let mut reload = |name: &str, text: &str| {
            fs::write(&gateway.file, text).unwrap();
            let mut report = String::new();
            TcpStream::connect(notify.as_str()).unwrap().read_to_string(&mut report).unwrap();
            golden.push_str(&["## ", name, "\n", &report, "\n"].concat());
        };
        let head = "notify_listener_port = 0\nlistener_port = 0\n";
        reload("the same", &format!("{head}{TSERVER}"));
        reload("a mistake", &format!("{head}log_levl = 5\n{TSERVER}"));
        let counted = gateway.get("/metrics");
        assert!(counted.contains("\ngateway_reloads_total{outcome=\"refused\"} 1\n"), "{counted}");
        reload(
            "changes",
            &format!("{head}log_level = 5\nsocket_timeout = 9\nlog_keep = 9\n{TSERVER}"),
        );
        assert!(gateway.get("/healthz").starts_with("HTTP/1.1 200 "));
        reload("hosts", &format!("{head}{TSERVER}[http]\nallowed_hosts = [\"other\"]\n"));
        assert!(gateway.get("/healthz").starts_with("HTTP/1.1 421 "));
        reload("back again", &format!("{head}{TSERVER}"));
        assert!(gateway.get("/healthz").starts_with("HTTP/1.1 200 "));
        fs::write(&gateway.file, format!("{head}log_level = 4\n{TSERVER}")).unwrap();
        gateway.signal("HUP");
        gateway.logged("to=\"4\"", "effect=");
        let file = gateway.file.to_str().unwrap().to_owned();
        insta::assert_snapshot!(golden.replace(&file, "gateway.toml"));
        gateway.end();
    }

    /// Row 43: told to stop, it stops at once and in order.
    #[test]
    fn row_43_sigterm() {
        let gateway = Gateway::start("sigterm", "");
        let mut idle = TcpStream::connect(gateway.address).unwrap();
        ask(&mut idle, "/healthz");
        gateway.signal("TERM");
        let mut rest = String::new();
        idle.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "idle connections are closed");
        gateway.end();
    }

    /// Row 12: out of file descriptors, those that are served live on, and accepting resumes.
    #[test]
    fn row_12_out_of_file_descriptors() {
        let mut gateway = Gateway::start_with_files("descriptors", "", 24);
        let mut first = TcpStream::connect(gateway.address).unwrap();
        assert!(ask(&mut first, "/healthz").starts_with("HTTP/1.1 200 "));
        let crowd: Vec<_> = (0..40).map(|_| TcpStream::connect(gateway.address).unwrap()).collect();
        gateway.logged("no connection can be accepted", "error=");
        assert!(ask(&mut first, "/healthz").starts_with("HTTP/1.1 200 "));
        drop(crowd);
        assert!(gateway.get("/healthz").starts_with("HTTP/1.1 200 "));
        gateway.end();
    }

    /// A running gateway; killed if its test fails.
    struct Gateway {
        process: Child,
        stderr: BufReader<ChildStderr>,
        address: SocketAddr,
        file: PathBuf,
    }

    impl Gateway {
        fn start(name: &str, head: &str) -> Self {
            Self::start_with_files(name, head, 1024)
        }

        fn start_with_files(name: &str, head: &str, files: u32) -> Self {
            let file = file(name, &format!("listener_port = 0\n{head}{TSERVER}"));
            let mut process = Command::new("sh")
                .arg("-c")
                .arg(format!("ulimit -n {files}; exec \"$@\""))
                .args(["sh", GATEWAY, "--config", file.to_str().unwrap()])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let stderr = BufReader::new(process.stderr.take().unwrap());
            let mut line = String::new();
            BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
            let address = line.trim().strip_prefix("listening on http://").unwrap();
            Self { address: address.parse().unwrap(), process, stderr, file }
        }

        /// The value behind `field` in the first line of the log with these words.
        fn logged(&mut self, words: &str, field: &str) -> String {
            let mut lines = self.stderr.by_ref().lines().map(Result::unwrap);
            let line = lines.find(|line| line.contains(words)).unwrap();
            line.split_once(field).unwrap().1.split(' ').next().unwrap().to_owned()
        }

        fn get(&self, path: &str) -> String {
            ask(&mut TcpStream::connect(self.address).unwrap(), path)
        }

        fn signal(&self, name: &str) {
            let id = self.process.id().to_string();
            assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
        }

        /// Tells it to stop, and sees that it does.
        fn end(mut self) {
            self.signal("TERM");
            assert_eq!(self.process.wait().unwrap().code(), Some(0));
        }
    }

    impl Drop for Gateway {
        fn drop(&mut self) {
            // It has mostly ended already.
            let _ended = self.process.kill();
            let _reaped = self.process.wait();
        }
    }

    fn run(arguments: &[&str]) -> Output {
        Command::new(GATEWAY).args(arguments).output().unwrap()
    }

    fn run_with(arguments: &[&str], input: &str) -> Output {
        let mut command = Command::new(GATEWAY);
        command.args(arguments).stdin(Stdio::piped());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // One that wants no input may have ended.
        let _written = process.stdin.take().unwrap().write_all(input.as_bytes());
        process.wait_with_output().unwrap()
    }

    fn ask(stream: &mut TcpStream, path: &str) -> String {
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut response = vec![0; 65_536];
        let count = stream.read(&mut response).unwrap();
        text(response[..count].to_vec())
    }

    fn file(name: &str, content: &str) -> PathBuf {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.toml"));
        fs::write(&path, content).unwrap();
        path
    }

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap()
    }

    const GATEWAY: &str = env!("CARGO_BIN_EXE_gateway");
    /// The keys that must be there; nobody listens on that port.
    const TSERVER: &str = "implementation = \"builtin:tserver\"\n\
                           [genesys.ctiserver]\nhost = \"127.0.0.1\"\nport = 1\n";
    const POOLS: &str = "num_threads.incoming_pool = 2\nnum_threads.outgoing_pool = 1\n";
}
