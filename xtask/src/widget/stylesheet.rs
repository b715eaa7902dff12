//! The widget's style sheets as one file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Joins `folder/*.css` in the order of their names, without comments and indentation. Line
/// breaks stay: they can be part of a selector, and brotli makes them cost nothing.
pub fn joined(folder: &Path) -> Result<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("{} holds no style sheet", folder.display());
    }
    let mut all = String::new();
    for file in files {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        for line in without_comments(&text).lines().map(str::trim).filter(|line| !line.is_empty()) {
            all.push_str(line);
            all.push('\n');
        }
    }
    Ok(all)
}

/// The style sheet without `/* … */`; what looks like a comment inside a string stays. A line
/// break inside a comment stays too, so that line numbers still fit.
pub fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut within = Within::Rules;
    let mut characters = css.chars().peekable();
    while let Some(character) = characters.next() {
        match within {
            Within::Comment => {
                if character == '*' && characters.next_if_eq(&'/').is_some() {
                    within = Within::Rules;
                } else if character == '\n' {
                    kept.push(character);
                }
                continue;
            }
            Within::Text(quote) if character == quote => within = Within::Rules,
            Within::Text(_) if character == '\\' => {
                kept.push(character);
                kept.extend(characters.next());
                continue;
            }
            Within::Rules if character == '/' && characters.next_if_eq(&'*').is_some() => {
                within = Within::Comment;
                continue;
            }
            Within::Rules if character == '"' || character == '\'' => within = Within::Text(character),
            Within::Text(_) | Within::Rules => {}
        }
        kept.push(character);
    }
    kept
}

#[derive(Clone, Copy)]
enum Within {
    Rules,
    Comment,
    Text(char),
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_go_and_strings_stay() {
        let css = "a { /* why\n two */ content: \"/* \\\" kept */\"; }\nb /**/ { c: '*/' }";
        assert_eq!(without_comments(css), "a { \n content: \"/* \\\" kept */\"; }\nb  { c: '*/' }");
    }
}
