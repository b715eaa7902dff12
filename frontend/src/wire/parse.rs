//! JSON text into values, after RFC 8259.

use super::Json;

/// Deeper than anything that our server writes.
const DEEPEST: u8 = 32;

/// The value, if the text is JSON with whole numbers.
pub fn parse(text: &str) -> Option<Json> {
    let mut reader = Reader { rest: text.as_bytes() };
    let value = reader.value(DEEPEST)?;
    reader.space();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn space(&mut self) {
        while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// The next letter behind white space.
    fn sign(&mut self) -> Option<u8> {
        self.space();
        self.next()
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        self.rest = self.rest.strip_prefix(word.as_bytes())?;
        Some(value)
    }

    fn value(&mut self, depth: u8) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        match self.sign()? {
            b'"' => self.text().map(Json::Text),
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'n' => self.word("ull", Json::Null),
            b't' => self.word("rue", Json::Bool(true)),
            b'f' => self.word("alse", Json::Bool(false)),
            b'-' => self.number(0).map(|number| Json::Number(-number)),
            digit @ b'0'..=b'9' => self.number(i64::from(digit - b'0')).map(Json::Number),
            _ => None,
        }
    }

    fn number(&mut self, first: i64) -> Option<i64> {
        let mut number = first;
        while let [digit @ b'0'..=b'9', rest @ ..] = self.rest {
            number = number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
            self.rest = rest;
        }
        (!matches!(self.rest, [b'.' | b'e' | b'E', ..])).then_some(number)
    }

    fn list(&mut self, depth: u8) -> Option<Json> {
        let mut values = Vec::new();
        self.space();
        if let [b']', rest @ ..] = self.rest {
            self.rest = rest;
            return Some(Json::List(values));
        }
        loop {
            values.push(self.value(depth)?);
            match self.sign()? {
                b',' => {}
                b']' => return Some(Json::List(values)),
                _ => return None,
            }
        }
    }

    fn object(&mut self, depth: u8) -> Option<Json> {
        let mut members = Vec::new();
        loop {
            match self.sign()? {
                b'}' if members.is_empty() => return Some(Json::Object(members)),
                b'"' => {}
                _ => return None,
            }
            let name = self.text()?;
            if self.sign()? != b':' {
                return None;
            }
            members.push((name, self.value(depth)?));
            match self.sign()? {
                b',' => self.space(),
                b'}' => return Some(Json::Object(members)),
                _ => return None,
            }
        }
    }

    /// The text behind an opening quote.
    fn text(&mut self) -> Option<String> {
        let mut bytes = Vec::new();
        loop {
            match self.next()? {
                b'"' => return String::from_utf8(bytes).ok(),
                b'\\' => {
                    let letter = match self.next()? {
                        b'n' => '\n',
                        b't' => '\t',
                        b'r' => '\r',
                        b'b' => '\u{8}',
                        b'f' => '\u{c}',
                        b'u' => self.unicode()?,
                        other => char::from(other),
                    };
                    bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
                byte => bytes.push(byte),
            }
        }
    }

    /// Four digits, or two times four for a letter beyond the basic plane.
    fn unicode(&mut self) -> Option<char> {
        let first = self.hex()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        self.rest = self.rest.strip_prefix(b"\\u")?;
        let second = self.hex()?.checked_sub(0xdc00)?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second)
    }

    fn hex(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            number = number * 16 + char::from(self.next()?).to_digit(16)?;
        }
        Some(number)
    }
}
