//! Texts made from columns: `Order {order_id}`. A text without braces is the same for every order.

/// A pattern whose columns are known by their place among a record's cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Cell(usize),
}

impl Pattern {
    /// Reads a pattern; `place` tells where the cell of a column will be.
    pub fn parse(text: &str, mut place: impl FnMut(&str) -> usize) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((column, behind)) = after.split_once('}') else {
                return Err(format!("{text:?} has a {{ without a }}"));
            };
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::Cell(place(column)));
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self(parts))
    }

    /// Nothing but one column.
    pub fn cell(place: usize) -> Self {
        Self(vec![Part::Cell(place)])
    }

    /// The text for one record.
    pub fn fill(&self, cells: &[String]) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Cell(place) => cells.get(*place).cloned().unwrap_or_default(),
        };
        self.0.iter().map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_put_into_the_text() {
        let mut asked = Vec::new();
        let pattern = Pattern::parse("{first} {last}, order {id}", |column| {
            asked.push(column.to_owned());
            asked.len() - 1
        });
        let cells = ["Ann", "Berg", "7"].map(str::to_owned);
        assert_eq!(pattern.unwrap().fill(&cells), "Ann Berg, order 7");
        assert_eq!(asked, ["first", "last", "id"]);
        assert_eq!(Pattern::parse("fixed", |_| 0).unwrap().fill(&[]), "fixed");
        assert!(Pattern::parse("{id", |_| 0).is_err());
    }
}
