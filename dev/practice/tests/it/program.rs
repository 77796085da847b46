//! The program `latchkey-practice`.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};

pub fn program(folder: &tempfile::TempDir, listen: &str) -> Command {
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "a-very-secret-secret\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey-practice"));
    command.args(["--listen", listen, "--client-id", "client", "--redirect-uri", "http://localhost/callback"]);
    command
        .arg("--client-secret-file")
        .arg(secret)
        .env_remove("RUST_LOG")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn log(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_taken_port_is_one_sentence_and_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = program(&folder, &address).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let log = log(&output);
    assert!(log.contains(&format!("{address} is in use by another program")), "{log}");
    assert_eq!(log.lines().count(), 1, "{log}");
}

#[test]
fn a_missing_secret_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&folder, "127.0.0.1:0");
    let output = command.args(["--client-id", "client"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "an argument given twice is refused");
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey-practice"));
    command.args(["--listen", "127.0.0.1:0", "--client-id", "client", "--redirect-uri", "http://localhost/callback"]);
    let output = command.args(["--client-secret-file", "/nowhere/secret"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(log(&output).contains("can't read /nowhere/secret"));
}

#[cfg(unix)]
#[test]
fn it_ends_cleanly_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["-INT", "-TERM"] {
        let mut child = program(&folder, "127.0.0.1:0").spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        assert!(first.contains("practice providers are listening"), "{first}");
        let told = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(told.success());
        let rest: Vec<String> = lines.map(Result::unwrap).collect();
        assert!(rest.iter().all(|line| !line.contains("a-very-secret-secret")));
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stdout.is_empty(), "the log is the only thing that it writes");
    }
}
