//! Both files get the same names, and a pair that does not fit together is refused.

use walrus::{FunctionBuilder, Module, ModuleConfig};

use super::{folder, pair, short_name};

const GLUE: &str = r#"function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_alert_0123456789abcdef: function(arg0) {
            // Says something.
            alert(`wasm. ${arg0}`);
        },
    };
    return {
        __proto__: null,
        "./pane_bg.js": import0,
    };
}
/**
 * @returns {number}
 */
function a() {
    return wasm.a(wasm.__wbindgen_malloc, wasm.memory);
}
function initSync(module) {
    return module;
}
export { initSync, __wbg_init as default };
"#;

/// A program that imports these from its glue and exports those.
fn program(imports: &[&str], exports: &[&str]) -> Vec<u8> {
    let mut module = Module::with_config(ModuleConfig::new());
    let kind = module.types.add(&[], &[]);
    let mut body = FunctionBuilder::new(&mut module.types, &[], &[]);
    for name in imports {
        let (function, _) = module.add_import_func("./pane_bg.js", name, kind);
        body.func_body().call(function);
    }
    let function = body.finish(vec![], &mut module.funcs);
    for name in exports {
        module.exports.add(name, function);
    }
    module.emit_wasm()
}

const IMPORTS: [&str; 1] = ["__wbg_alert_0123456789abcdef"];
const EXPORTS: [&str; 4] = ["memory", "main", "a", "__wbindgen_malloc"];

#[test]
fn both_files_get_the_same_short_names() {
    let (glue, wasm) = pair(GLUE, &program(&IMPORTS, &EXPORTS)).unwrap();
    let module = Module::from_buffer(&wasm).unwrap();
    let imports: Vec<_> = module.imports.iter().map(|it| (it.module.as_str(), it.name.as_str())).collect();
    assert_eq!(imports, [("a", "a")]);
    let exports: Vec<_> = module.exports.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(exports, ["a", "b", "c"]);
    assert!(glue.contains("\na: function(arg0) {\n") && glue.contains("alert(`wasm. ${arg0}`);\n"), "{glue}");
    assert!(glue.contains("\na: import0,\n"), "{glue}");
    assert!(glue.contains("\nfunction a() {\n    return wasm.b(wasm.c, wasm.a);\n}\n"), "{glue}");
}

#[test]
fn exports_that_the_glue_never_mentions_go() {
    let (_, wasm) = pair(GLUE, &program(&IMPORTS, &EXPORTS)).unwrap();
    assert_eq!(Module::from_buffer(&wasm).unwrap().exports.iter().count(), 3);
}

#[test]
fn the_glue_gives_its_default_and_nothing_else() {
    let (glue, _) = pair(GLUE, &program(&IMPORTS, &EXPORTS)).unwrap();
    assert!(!glue.contains("initSync"), "{glue}");
    assert!(glue.ends_with("}\nexport default __wbg_init;\n"), "{glue}");
}

#[test]
fn a_pair_that_does_not_fit_together_is_refused() {
    for (imports, exports, missing) in [
        (
            &["__wbg_alert_0123456789abcdef", "__wbg_other_1"][..],
            &EXPORTS[..],
            "the glue does not give what the program imports: {\"__wbg_other_1\"}",
        ),
        (&[], &EXPORTS, "the glue gives __wbg_alert_0123456789abcdef"),
        (&IMPORTS, &["memory", "a"], "the glue calls __wbindgen_malloc"),
    ] {
        let refused = pair(GLUE, &program(imports, exports)).unwrap_err().to_string();
        assert!(refused.starts_with(missing), "{refused}");
    }
}

#[test]
fn glue_of_another_layout_is_refused() {
    let wasm = program(&IMPORTS, &EXPORTS);
    for unlike in [
        GLUE.replace("    const import0", "    var import0"),
        GLUE.replace("./pane_bg.js", "./other_bg.js"),
        GLUE.replace("wasm.memory", "wasm['memory']"),
    ] {
        assert!(pair(&unlike, &wasm).is_err(), "{unlike}");
    }
}

#[test]
fn names_are_short_and_all_different() {
    let names: Vec<_> = (0..1000).map(short_name).collect();
    assert_eq!([&names[0], &names[25], &names[26], &names[701], &names[702]], ["a", "z", "aa", "zz", "aaa"]);
    assert_eq!(names.iter().collect::<std::collections::HashSet<_>>().len(), names.len());
}

#[test]
fn a_folder_must_hold_one_program_with_its_glue() {
    let out = tempfile::tempdir().unwrap();
    assert!(folder(out.path()).is_err());
    std::fs::write(out.path().join("pane.js"), GLUE).unwrap();
    std::fs::write(out.path().join("pane_bg.wasm"), program(&IMPORTS, &EXPORTS)).unwrap();
    folder(out.path()).unwrap();
    assert!(std::fs::read_to_string(out.path().join("pane.js")).unwrap().contains("\na: import0,\n"));
}
