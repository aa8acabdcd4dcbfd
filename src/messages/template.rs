//! Templates: plain text with placeholders, shipped in English and Welsh, which an authority may replace by its own.
//!
//! A template's first line is `Subject: …`; after an empty line comes the text. `{{ when }}` stands for a value of [`super::fields`], and
//! `{% if minute_taker %}…{% endif %}` leaves out what has none, in the language of MiniJinja. Every template is tried when it is read: what
//! is wrong is told then, all at once, and not when somebody is to be written to.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior};

use super::fields::{FIELDS, specimen, values};
use super::language::Tongue;
use super::wrap::wrapped;
use super::{Kind, Language, Message};

/// Longest subject, in characters, with references of forty.
const LONGEST_SUBJECT: usize = 200;

/// The templates that are shipped: language, kind, text.
macro_rules! shipped {
    ($($kind:literal),* $(,)?) => {
        [$((Tongue::English, $kind, include_str!(concat!("templates/en/", $kind, ".txt"))),
           (Tongue::Welsh, $kind, include_str!(concat!("templates/cy/", $kind, ".txt"))),)*]
    };
}

const SHIPPED: [(Tongue, &str, &str); 2 * Kind::ALL.len()] = shipped![
    "invitation",
    "change",
    "cancellation",
    "room_needed",
    "room_changed",
    "room_free",
    "reminder",
    "report_missing",
    "sheet_overdue",
    "minutes_overdue",
];

/// A text as somebody is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The subject, one line.
    pub subject: String,
    /// The text, in lines of at most 76 characters.
    pub body: String,
}

/// A file that is to replace a shipped template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateText {
    /// Its name in the folder: `en/invitation.txt`.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// Something wrong with a template. `Display` writes `en/change.txt:4: …`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct TemplateFault {
    /// The template's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What stands there and what is wanted.
    pub message: String,
}

/// The templates of every kind in every language.
#[derive(Debug, Clone)]
pub struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// Returns the templates that are shipped.
    pub fn shipped() -> Templates {
        match Templates::new(&[]) {
            Ok(templates) => templates,
            // A test tries each of them.
            Err(faults) => unreachable!("a shipped template is wrong: {faults:?}"),
        }
    }

    /// Returns the templates that are shipped, with these in the place of those of the same name. `nearest` says which of some names
    /// another one probably means.
    ///
    /// # Errors
    /// Everything that is wrong with them, in order of place: a name that is none, a subject that is missing, a placeholder that there is
    /// not, braces that do not close.
    pub fn with(
        own: &[TemplateText],
        nearest: &dyn Fn(&str, &[&str]) -> Option<String>,
    ) -> Result<Templates, Vec<TemplateFault>> {
        let mut faults = Vec::new();
        let names: Vec<String> = SHIPPED.iter().map(|(tongue, kind, _)| name_of(*tongue, kind)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for file in own.iter().filter(|file| !names.contains(&file.name.as_str())) {
            let meant = nearest(&file.name, &names).map_or_else(
                || "wanted a name such as en/invitation.txt".to_owned(),
                |meant| format!("maybe {meant} was meant"),
            );
            faults.push(TemplateFault {
                file: file.name.clone(),
                line: 1,
                message: format!("is the name of no message; {meant}"),
            });
        }
        for file in own {
            faults.extend(unknown_placeholders(file, nearest));
        }
        let templates = match Templates::new(own) {
            Ok(templates) if faults.is_empty() => Ok(templates),
            Ok(_) => Err(faults),
            Err(more) => {
                // What a placeholder that there is not does to the text is no fault of its own.
                faults.extend(more);
                Err(faults)
            }
        };
        templates.map_err(|mut faults| {
            faults.sort();
            faults.dedup();
            faults
        })
    }

    fn new(own: &[TemplateText]) -> Result<Templates, Vec<TemplateFault>> {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_syntax(syntax());
        let mut faults = Vec::new();
        for (tongue, kind, text) in SHIPPED {
            let name = name_of(tongue, kind);
            let own = own.iter().find(|file| file.name == name);
            let text = own.map_or(text, |file| &file.text).replace("\r\n", "\n");
            if let Err(error) = environment.add_template_owned(name.clone(), text) {
                faults.push(fault(&name, &error));
            }
        }
        let templates = Templates { environment };
        for kind in Kind::ALL {
            for tongue in Tongue::ALL {
                // One that does not compile has been told.
                if templates.environment.get_template(&name_of(tongue, kind.word())).is_ok() {
                    for is_sparse in [false, true] {
                        faults.extend(templates.render(&specimen(kind, is_sparse), tongue).err());
                    }
                }
            }
        }
        faults.sort();
        faults.dedup();
        if faults.is_empty() { Ok(templates) } else { Err(faults) }
    }

    /// Returns what a message says in a language; of two, Welsh stands above English.
    ///
    /// # Errors
    /// Where a template of an authority's own can be made with some values and not with these.
    pub fn text(&self, message: &Message, language: Language) -> Result<Text, TemplateFault> {
        let mut texts = Vec::new();
        for &tongue in language.tongues() {
            texts.push(self.render(message, tongue)?);
        }
        let subjects: Vec<&str> = texts.iter().map(|text| text.subject.as_str()).collect();
        let bodies: Vec<&str> = texts.iter().map(|text| text.body.as_str()).collect();
        Ok(Text { subject: subjects.join(" / "), body: bodies.join("\n----\n\n") })
    }

    fn render(&self, message: &Message, tongue: Tongue) -> Result<Text, TemplateFault> {
        let name = name_of(tongue, message.kind.word());
        let values: BTreeMap<&str, String> = values(message, tongue);
        let rendered = self.environment.get_template(&name).and_then(|template| template.render(values));
        let rendered = rendered.map_err(|error| fault(&name, &error))?;
        let wrong = |line: usize, message: &str| TemplateFault {
            file: name.clone(),
            line,
            message: message.to_owned(),
        };
        let (first, rest) = rendered.split_once('\n').unwrap_or((&rendered, ""));
        let subject =
            first.strip_prefix("Subject: ").map(str::trim).filter(|subject| !subject.is_empty()).ok_or_else(
                || wrong(1, "the first line is no subject; wanted \"Subject: \" and some words"),
            )?;
        if LONGEST_SUBJECT < subject.chars().count() || subject.chars().any(char::is_control) {
            return Err(wrong(
                1,
                &format!("the subject is longer than {LONGEST_SUBJECT} characters, or no text"),
            ));
        }
        let body = wrapped(rest);
        if body.is_empty() {
            return Err(wrong(2, "there is no text below the subject; wanted some"));
        }
        let is_text = |c: char| !c.is_control() || c == '\n';
        if !body.chars().all(is_text) {
            return Err(wrong(2, "holds a control character; wanted text without tabs"));
        }
        Ok(Text { subject: subject.to_owned(), body })
    }
}

/// A line that holds nothing but a tag leaves no line behind.
fn syntax() -> SyntaxConfig {
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    // The braces are the usual ones, which cannot clash.
    syntax.build().unwrap_or_default()
}

fn name_of(tongue: Tongue, kind: &str) -> String {
    format!("{}/{kind}.txt", tongue.folder())
}

/// Returns a fault of MiniJinja's in words.
fn fault(file: &str, error: &minijinja::Error) -> TemplateFault {
    let message = match (error.kind(), error.detail()) {
        (_, Some(detail)) => format!("{}: {detail}", error.kind()),
        (kind, None) => kind.to_string(),
    };
    TemplateFault { file: file.to_owned(), line: error.line().unwrap_or(1), message }
}

/// Returns the placeholders of a file that there are not, each where it first stands.
fn unknown_placeholders(
    file: &TemplateText,
    nearest: &dyn Fn(&str, &[&str]) -> Option<String>,
) -> Vec<TemplateFault> {
    let mut environment = Environment::empty();
    environment.set_syntax(syntax());
    let text = file.text.replace("\r\n", "\n");
    if environment.add_template_owned("it", text.clone()).is_err() {
        return Vec::new();
    }
    let Ok(template) = environment.get_template("it") else { return Vec::new() };
    let known: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
    let undeclared = template.undeclared_variables(false);
    let unknown = undeclared.iter().filter(|name| !known.contains(&name.as_str()));
    unknown
        .map(|name| {
            let meant = nearest(name, &known).map_or_else(
                || format!("wanted one of {}", known.join(", ")),
                |meant| format!("maybe {meant} was meant"),
            );
            TemplateFault {
                file: file.name.clone(),
                line: line_of(&text, name),
                message: format!("there is no placeholder {name}; {meant}"),
            }
        })
        .collect()
}

/// Returns the first line on which a name stands in braces as a word of its own.
fn line_of(text: &str, name: &str) -> usize {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let stands_on = |line: &str| {
        line.split('{').skip(1).any(|part| {
            let inside = part.split('}').next().unwrap_or_default();
            inside.split(|c| !is_of_name(c)).any(|word| word == name)
        })
    };
    text.lines().position(stands_on).map_or(1, |at| at + 1)
}
