//! The migrations of both backends, as sqlx's migrator takes them. They are compiled in by `include_str!`: sqlx's macro for
//! that would compile sqlx a second time, for itself.
//!
//! # To change the tables
//! Add a file to `migrations/sqlite` and one to `migrations/postgres`, and both to the lists here. Never change a file that
//! was released: sqlx compares checksums, and refuses a database that another version of a file was applied to.

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// A file: `NNNN_description`, and its statements.
type MigrationFile = (&'static str, &'static str);

macro_rules! files {
    ($folder:literal: $($name:literal)+) => {
        &[$(($name, include_str!(concat!("../migrations/", $folder, "/", $name, ".sql")))),+]
    };
}

pub(crate) const SQLITE: &[MigrationFile] = files!("sqlite":
    "0001_first" "0002_change" "0003_alive" "0004_verified" "0005_openings" "0006_password_tries" "0007_owner_shown"
    "0008_account_facts");

pub(crate) const POSTGRES: &[MigrationFile] = files!("postgres":
    "0001_first" "0004_verified" "0005_openings" "0006_password_tries" "0007_owner_shown" "0008_account_facts");

/// What sqlx makes of files in a folder: the number is the version, and the words are the description.
pub(crate) fn migrator(files: &[MigrationFile]) -> Migrator {
    let migrations = files.iter().map(|(name, sql)| {
        let (version, words) = name.split_once('_').expect("a test looks at every name");
        let version = version.parse().expect("a test looks at every name");
        Migration::new(version, words.replace('_', " ").into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_file_is_in_its_list_in_order() {
        for (folder, files) in [("sqlite", SQLITE), ("postgres", POSTGRES)] {
            let listed: Vec<_> = files.iter().map(|(name, _)| format!("{name}.sql")).collect();
            let entries = fs::read_dir(format!("{}/migrations/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap();
            let mut there: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            there.sort();
            assert_eq!(listed, there, "{folder}");
        }
    }

    #[test]
    fn number_and_words_of_a_name_are_version_and_description() {
        let migrator = migrator(SQLITE);
        let migration = migrator.iter().find(|migration| migration.version == 6).unwrap();
        assert_eq!(migration.description, "password tries");
        assert_eq!(migrator.iter().count(), SQLITE.len());
    }
}
