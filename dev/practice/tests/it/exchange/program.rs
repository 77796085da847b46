//! The program with `--exchange-listen`.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::Stdio;

use crate::program::program;

#[test]
fn exchange_has_a_port_of_its_own_and_writes_its_authority() {
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("ca.pem");
    let mut command = program(&folder, "127.0.0.1:0");
    command.args(["--exchange-listen", "127.0.0.1:0", "--exchange-ca-file"]).arg(&authority);
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    assert!(first.contains("practice Exchange is listening"), "{first}");
    let second = lines.next().unwrap().unwrap();
    assert!(second.contains("practice providers are listening"), "{second}");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(std::fs::read_to_string(authority).unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = program(&folder, "127.0.0.1:0").args(["--exchange-listen", &address]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.contains(&format!("{address} is in use by another program")), "{log}");
}
