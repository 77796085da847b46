use super::*;

fn names(text: &str, kind: DefinitionKind) -> Vec<&str> {
    definitions(text).into_iter().filter(|it| it.kind == kind).map(|it| it.name).collect()
}

#[test]
fn items_are_found_at_any_depth() {
    let code = "pub(crate) mod outer { pub struct A; pub mod inner { enum B { C } trait D {} type E = A; union F { g: u8 } } }";
    assert_eq!(names(code, DefinitionKind::Module), ["outer", "inner"]);
    assert_eq!(names(code, DefinitionKind::Type), ["A", "B", "D", "E", "F"]);
    assert_eq!(
        names("const A: u8 = 1; static mut B: u8 = 2; const _: () = (); const fn c() {}", DefinitionKind::Constant),
        ["A", "B"]
    );
}

#[test]
fn functions_and_the_types_inside_of_them_are_told_from_the_items_around() {
    let code = "impl<T: Fn(u8) -> u8> A for B<T> { type Out = u8; fn a(x: impl Into<u8>) { struct C; let fn_pointer: fn(u8) = f; } } fn d();";
    assert_eq!(names(code, DefinitionKind::Function), ["a", "d"]);
    assert_eq!(names(code, DefinitionKind::InnerType), ["Out", "C"]);
    assert!(names(code, DefinitionKind::Type).is_empty());
}

#[test]
fn fields_and_variants_are_found_and_what_looks_like_them_is_not() {
    let code = "#[derive(A)] struct B { #[serde(rename = \"x\")] pub a: u8, pub(crate) b: HashMap<C, D>, e: fn(f: u8, g: u8), h: a::J }";
    assert_eq!(names(code, DefinitionKind::Field), ["a", "b", "e", "h"]);
    let code = "enum A { #[default] B, C(D, E), F { g: u8 }, H = 1 } fn f() { let x = A { y: 1, z: 2 }; match x { Q, R => {} } }";
    assert_eq!(names(code, DefinitionKind::Variant), ["B", "C", "F", "H"]);
    assert_eq!(names(code, DefinitionKind::Field), ["g"]);
}

#[test]
fn what_some_builds_have_is_marked() {
    let code = "#[cfg(unix)]\nstruct A;\n#[cfg(not(unix))]\nstruct A;\nstruct B;";
    let found: Vec<_> = definitions(code).into_iter().map(|it| (it.name, it.line, it.is_conditional)).collect();
    assert_eq!(found, [("A", 2, true), ("A", 4, true), ("B", 5, false)]);
}

#[test]
fn a_macro_s_placeholder_is_no_name() {
    assert!(definitions("macro_rules! m { ($name:ident) => { struct $name; fn $name() {} } }").is_empty());
}
