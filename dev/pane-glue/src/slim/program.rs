//! The program: a wasm module, whose imports and exports have names.

use std::collections::HashSet;

use anyhow::{anyhow, ensure};
use walrus::{Module, ModuleConfig};

use super::{Renamed, short_name};

pub struct WasmProgram(Module);

impl WasmProgram {
    pub fn read(wasm: &[u8]) -> anyhow::Result<Self> {
        let mut config = ModuleConfig::new();
        config.generate_producers_section(false).generate_name_section(false);
        config.parse(wasm).map(Self).map_err(|error| anyhow!("this is no wasm module: {error}"))
    }

    /// Removes all exports but these, and what only they needed.
    pub fn keep_exports(&mut self, used: &HashSet<String>) {
        let unused: Vec<_> =
            self.0.exports.iter().filter(|it| !used.contains(&it.name)).map(walrus::Export::id).collect();
        for id in unused {
            self.0.exports.delete(id);
        }
        walrus::passes::gc::run(&mut self.0);
    }

    /// The module that the imports come from: the glue, by one name.
    pub fn rename_module(&mut self) -> anyhow::Result<Option<Renamed>> {
        let names: HashSet<_> = self.0.imports.iter().map(|it| it.module.clone()).collect();
        ensure!(names.len() <= 1, "the program imports from more than its glue: {names:?}");
        let renamed = names.into_iter().next().map(|from| Renamed { from, to: short_name(0) });
        if let Some(renamed) = &renamed {
            self.0.imports.iter_mut().for_each(|it| it.module.clone_from(&renamed.to));
        }
        Ok(renamed)
    }

    pub fn rename_imports(&mut self) -> Vec<Renamed> {
        rename(self.0.imports.iter_mut().map(|it| &mut it.name))
    }

    pub fn rename_exports(&mut self) -> Vec<Renamed> {
        rename(self.0.exports.iter_mut().map(|it| &mut it.name))
    }

    pub fn write(mut self) -> Vec<u8> {
        self.0.emit_wasm()
    }
}

fn rename<'a>(names: impl Iterator<Item = &'a mut String>) -> Vec<Renamed> {
    let shorten = |(index, name): (usize, &'a mut String)| {
        let to = short_name(index);
        Renamed { from: std::mem::replace(name, to.clone()), to }
    };
    names.enumerate().map(shorten).collect()
}
