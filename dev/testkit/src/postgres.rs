//! A real PostgreSQL for tests: Debian's binaries, on loopback, on a port of its own, in a folder of its own, as a user
//! without rights. It ends with the process that started it, even if that process is killed.
//!
//! The binaries are looked for where `LATCHKEY_POSTGRES` says (a folder with `initdb` and `postgres`), else where Debian puts
//! them. Without them a test fails; `cargo xtask test` leaves the tests out and says so.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

use nix::unistd::{User, geteuid};
use tempfile::TempDir;

/// Where Debian keeps the versions that are installed.
const DEBIAN: &str = "/usr/lib/postgresql";
/// PostgreSQL refuses to run as root. In a test that runs as root, the server runs as the first of these users that exists.
const USERS: [&str; 2] = ["postgres", "nobody"];
/// The name to sign in with. On loopback the server asks for no password.
const NAME: &str = "latchkey";
/// The pause between two polls of the server.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// The greatest number of polls: 30 seconds.
const MAX_LOOKS: u32 = 600;

/// Ends the server and deletes its folder when standard input ends, which happens when the owner's process ends.
const KEEPER: &str = r#"
folder="$1"; shift
"$@" & server=$!
read -r _
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
"#;

/// Whether a confirmed write is on the disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Disk {
    /// The default: a commit waits for the disk.
    Synced,
    /// A commit survives a crash of the process, but not of the machine. That is faster, and enough for tests.
    Unsynced,
}

/// A running server.
pub struct Postgres {
    binaries: PathBuf,
    folder: PathBuf,
    port: u16,
    disk: Disk,
    keeper: Option<Child>,
    databases: AtomicU32,
}

impl Postgres {
    /// The server that all tests of a process share; each takes a [`Postgres::database`] of its own.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(Disk::Unsynced))
    }

    /// A server for one test, which may stop it.
    pub fn start(disk: Disk) -> Self {
        let binaries = binaries().unwrap_or_else(|why| panic!("{why}"));
        let folder = TempDir::new().unwrap().keep();
        if let Some(user) = user() {
            chown(&folder, Some(user.uid.as_raw()), Some(user.gid.as_raw())).unwrap();
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Self { binaries, folder, port, disk, keeper: None, databases: AtomicU32::new(0) };
        server.make();
        server.start_again();
        server
    }

    /// The address of a new, empty database.
    pub fn database(&self) -> String {
        let name = format!("{NAME}_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        run(self.client("createdb").arg(&name));
        format!("postgres://{NAME}@127.0.0.1:{}/{name}", self.port)
    }

    /// Writes a database into a file, as administrators do.
    pub fn dump(&self, database: &str, file: &Path) {
        run(self.client("pg_dump").args(["--format=custom", "--dbname", database]).arg("--file").arg(file));
    }

    /// Fills an empty database from such a file.
    pub fn restore(&self, file: &Path, database: &str) {
        run(self.client("pg_restore").args(["--exit-on-error", "--dbname", database]).arg(file));
    }

    /// Stops it: open connections are cut off, and new ones are refused.
    pub fn stop(&mut self) {
        let Some(mut keeper) = self.keeper.take() else { return };
        let pid = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap();
        run(Command::new("kill").arg("-INT").arg(pid.lines().next().unwrap()));
        for _ in 0..MAX_LOOKS {
            if !self.folder.join("data/postmaster.pid").exists() {
                break;
            }
            sleep(LOOK_EVERY);
        }
        // The keeper is killed: if its standard input ended instead, it would delete the folder.
        keeper.kill().unwrap();
        keeper.wait().unwrap();
    }

    /// Starts it again at the same port, with the same data.
    pub fn start_again(&mut self) {
        let unsynced = ["-c", "fsync=off", "-c", "full_page_writes=off"];
        let options: &[&str] = if self.disk == Disk::Unsynced { &unsynced } else { &[] };
        let mut command = self.as_user("sh");
        command.args(["-c", KEEPER, "keeper"]).arg(&self.folder).arg(self.binaries.join("postgres"));
        command.arg("-D").arg(self.folder.join("data")).args(["-p", &self.port.to_string()]);
        command.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]).args(options);
        let log = fs::File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        command.stdin(Stdio::piped()).stdout(log.try_clone().unwrap()).stderr(log);
        self.keeper = Some(command.spawn().unwrap());
        for _ in 0..MAX_LOOKS {
            if self.client("pg_isready").output().unwrap().status.success() {
                return;
            }
            sleep(LOOK_EVERY);
        }
        panic!("PostgreSQL does not start: {}", fs::read_to_string(self.folder.join("log")).unwrap_or_default());
    }

    fn make(&self) {
        let mut initdb = self.as_user(self.binaries.join("initdb"));
        initdb.arg("-D").arg(self.folder.join("data"));
        run(initdb.args(["-U", NAME, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]));
    }

    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        command.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", NAME]);
        command
    }

    /// A command of the user that it runs as, in the only folder that this user is sure to see.
    fn as_user(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(&self.folder);
        if let Some(user) = user() {
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let Some(mut keeper) = self.keeper.take() else {
            let _ = fs::remove_dir_all(&self.folder);
            return;
        };
        drop(keeper.stdin.take());
        let _ = keeper.wait();
    }
}

/// Where the binaries are, or why there are none: the newest version.
pub fn binaries() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("LATCHKEY_POSTGRES") {
        return Ok(PathBuf::from(named));
    }
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let newest = versions.filter(|bin| bin.join("postgres").is_file()).max();
    newest.ok_or_else(|| format!("there is no PostgreSQL in {DEBIAN}, and LATCHKEY_POSTGRES names none"))
}

/// The user that the server runs as where this process is root.
fn user() -> Option<User> {
    if !geteuid().is_root() {
        return None;
    }
    let found = USERS.iter().find_map(|name| User::from_name(name).unwrap());
    Some(found.unwrap_or_else(|| panic!("PostgreSQL refuses to run as root, and there is none of {USERS:?}")))
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn it_stops_and_starts_again_and_leaves_nothing() {
        let mut server = Postgres::start(Disk::Unsynced);
        let (port, folder) = (server.port, server.folder.clone());
        let url = server.database();
        assert!(url.starts_with("postgres://latchkey@127.0.0.1:"), "{url}");
        server.stop();
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        server.start_again();
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(server);
        assert!(!folder.exists() && TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
