//! Scans a JSON text (RFC 8259), token by token.

use super::InvalidJson;

/// The deepest nesting that is accepted. No body of the endpoint comes near it.
const DEEPEST: u8 = 32;

/// A JSON text and the position up to which it has been read.
pub(super) struct Scanner<'de> {
    whole: &'de str,
    at: usize,
    depth: u8,
}

impl<'de> Scanner<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { whole: text, at: 0, depth: 0 }
    }

    /// Skips white space and returns the next byte.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.whole.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), InvalidJson> {
        if self.peek() != Some(byte) {
            return Err(InvalidJson);
        }
        self.at += 1;
        Ok(())
    }

    pub(super) fn enter(&mut self, start: u8) -> Result<(), InvalidJson> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(InvalidJson);
        }
        self.expect(start)
    }

    pub(super) fn leave(&mut self, end: u8) -> Result<(), InvalidJson> {
        self.depth -= 1;
        self.expect(end)
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Result<(), InvalidJson> {
        if !self.rest().starts_with(word) {
            return Err(InvalidJson);
        }
        self.at += word.len();
        Ok(())
    }

    pub(super) fn read_number(&mut self) -> Result<&'de str, InvalidJson> {
        let rest = self.rest();
        let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
        let length = rest.bytes().take_while(is_part).count();
        self.at += length;
        if length == 0 { Err(InvalidJson) } else { rest.get(..length).ok_or(InvalidJson) }
    }

    pub(super) fn read_string(&mut self) -> Result<String, InvalidJson> {
        self.expect(b'"')?;
        let mut string = String::new();
        loop {
            let rest = self.rest();
            let plain = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\')).ok_or(InvalidJson)?;
            string.push_str(rest.get(..plain).ok_or(InvalidJson)?);
            self.at += plain + 1;
            if rest.as_bytes().get(plain) == Some(&b'"') {
                return Ok(string);
            }
            string.push(self.read_escape()?);
        }
    }

    /// Reads the escape sequence after a backslash.
    fn read_escape(&mut self) -> Result<char, InvalidJson> {
        let byte = *self.whole.as_bytes().get(self.at).ok_or(InvalidJson)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.read_unicode_escape(),
            _ => return Err(InvalidJson),
        })
    }

    /// Reads the four hexadecimal digits of a `\u` escape, or both halves of a surrogate pair (RFC 8259, section 7).
    fn read_unicode_escape(&mut self) -> Result<char, InvalidJson> {
        let first = self.read_four_digits()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            self.expect_word("\\u")?;
            let second = self.read_four_digits()?;
            if !(0xdc00..0xe000).contains(&second) {
                return Err(InvalidJson);
            }
            0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        } else {
            first
        };
        char::from_u32(code).ok_or(InvalidJson)
    }

    fn read_four_digits(&mut self) -> Result<u32, InvalidJson> {
        let mut code = 0;
        for _ in 0..4 {
            let byte = *self.whole.as_bytes().get(self.at).ok_or(InvalidJson)?;
            code = code * 16 + char::from(byte).to_digit(16).ok_or(InvalidJson)?;
            self.at += 1;
        }
        Ok(code)
    }

    fn rest(&self) -> &'de str {
        self.whole.get(self.at..).unwrap_or_default()
    }
}
