//! The names that a file defines: functions, types, modules, fields, variants and constants.

use super::tokens::{RustToken, tokens};

/// The kind of item that a name stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DefinitionKind {
    Function,
    /// A struct, an enum, a union, a trait or an alias.
    Type,
    /// An associated type, or a type within a function's body.
    InnerType,
    Module,
    Field,
    Variant,
    /// A constant or a static.
    Constant,
}

/// The definition of one name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Definition<'a> {
    pub name: &'a str,
    pub kind: DefinitionKind,
    pub line: usize,
    /// Whether it has a `#[cfg(…)]` attribute, so that only some platforms or builds have it.
    pub is_conditional: bool,
}

/// The kind of code between two brackets.
#[derive(Clone, Copy, Eq, PartialEq)]
enum CodeScope {
    Items,
    /// The inside of an `impl` or a `trait`.
    Associated,
    Fields,
    Variants,
    Body,
    /// Round or square brackets.
    Group,
}

/// Every definition of a file, in source order.
pub fn definitions(text: &str) -> Vec<Definition<'_>> {
    let mut reader =
        DefinitionReader { tokens: tokens(text), scopes: Vec::new(), next_scope: None, is_conditional: false };
    let mut found = Vec::new();
    let mut at = 0;
    while at < reader.tokens.len() {
        if let Some(end) = reader.end_of_attribute(at) {
            at = end;
        } else {
            found.extend(reader.read(at));
            at += 1;
        }
    }
    found
}

struct DefinitionReader<'a> {
    tokens: Vec<RustToken<'a>>,
    scopes: Vec<CodeScope>,
    /// What the next `{` opens.
    next_scope: Option<CodeScope>,
    is_conditional: bool,
}

impl<'a> DefinitionReader<'a> {
    fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    fn scope(&self) -> CodeScope {
        self.scopes.last().copied().unwrap_or(CodeScope::Items)
    }

    /// The position after an attribute `#[…]`, if one begins here.
    fn end_of_attribute(&mut self, at: usize) -> Option<usize> {
        let opening = at + if self.text(at + 1) == "!" { 2 } else { 1 };
        if self.text(at) != "#" || self.text(opening) != "[" {
            return None;
        }
        self.is_conditional |= self.text(opening + 1) == "cfg";
        let mut depth = 0;
        let inside = |it: &usize| {
            match self.text(*it) {
                "[" => depth += 1,
                "]" => depth -= 1,
                _ => {}
            }
            depth > 0
        };
        Some((opening..self.tokens.len()).take_while(inside).count() + opening + 1)
    }

    /// Reads one token. Returns a definition if the token begins one.
    fn read(&mut self, at: usize) -> Option<Definition<'a>> {
        let next = self.tokens.get(at + 1).copied().filter(|next| next.is_word() && next.text != "_");
        let of_types = self.type_kind();
        match self.text(at) {
            "{" => {
                let scope = self.next_scope.take().unwrap_or(CodeScope::Body);
                self.scopes.push(scope);
            }
            "(" | "[" => self.scopes.push(CodeScope::Group),
            "}" | ")" | "]" => {
                self.scopes.pop();
            }
            ";" if self.scope() != CodeScope::Group => self.next_scope = None,
            "fn" => return self.define(next?, DefinitionKind::Function, Some(CodeScope::Body)),
            "struct" => return self.define(next?, of_types, Some(CodeScope::Fields)),
            "union" if ["{", "<"].contains(&self.text(at + 2)) => {
                return self.define(next?, of_types, Some(CodeScope::Fields));
            }
            "enum" => return self.define(next?, of_types, Some(CodeScope::Variants)),
            "trait" => return self.define(next?, of_types, Some(CodeScope::Associated)),
            "type" => return self.define(next?, of_types, None),
            "mod" => return self.define(next?, DefinitionKind::Module, Some(CodeScope::Items)),
            "impl" if self.next_scope.is_none() => self.next_scope = Some(CodeScope::Associated),
            "const" | "static" if self.text(at + 1) == "mut" => {
                let name = self.tokens.get(at + 2).copied()?;
                return self.define(name, DefinitionKind::Constant, None);
            }
            "const" | "static" if self.text(at + 2) == ":" => {
                return self.define(next?, DefinitionKind::Constant, None);
            }
            _ => return self.member(at),
        }
        self.is_conditional = false;
        None
    }

    fn type_kind(&self) -> DefinitionKind {
        if self.scopes.iter().any(|scope| *scope != CodeScope::Items) {
            DefinitionKind::InnerType
        } else {
            DefinitionKind::Type
        }
    }

    fn define(
        &mut self,
        name: RustToken<'a>,
        kind: DefinitionKind,
        inside: Option<CodeScope>,
    ) -> Option<Definition<'a>> {
        self.next_scope = inside;
        let is_conditional = std::mem::take(&mut self.is_conditional);
        // A macro's own placeholder is no name.
        name.is_word().then_some(Definition { name: name.text, kind, line: name.line, is_conditional })
    }

    /// A field or a variant, if the token names one.
    fn member(&mut self, at: usize) -> Option<Definition<'a>> {
        let token = self.tokens[at];
        let before = if at == 0 { "" } else { self.text(at - 1) };
        let begins = token.is_word() && ["{", ",", "]", ")", "pub"].contains(&before);
        match (self.scope(), self.text(at + 1)) {
            (CodeScope::Fields, ":") if begins => self.define(token, DefinitionKind::Field, None),
            (CodeScope::Variants, "{") if begins => {
                self.define(token, DefinitionKind::Variant, Some(CodeScope::Fields))
            }
            (CodeScope::Variants, "," | "}" | "(" | "=") if begins => self.define(token, DefinitionKind::Variant, None),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
