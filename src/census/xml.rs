//! The text of a return: the elements in the order of `CIN_schema_2026.xsd`.

use chrono::{Datelike, NaiveDate};
use quick_xml::escape::escape;

use super::codes;
use super::model::{Census, CensusChild, Enquiry, Lea, Plan};

/// The schema's code for a sex that is not known; a register has none.
const SEX_UNKNOWN: &str = "U";
/// The schema's code for a source of a referral that is not known.
const SOURCE_UNKNOWN: &str = "10";

impl Census {
    /// Returns the return as XML. `lea` says whose it is; without it the header does not say.
    pub fn xml(&self, lea: Option<&Lea>) -> String {
        let mut xml = Xml::new();
        xml.within("Message", |xml| {
            xml.within("Header", |xml| {
                let last = self.year.last();
                xml.within("CollectionDetails", |xml| {
                    xml.element("Collection", "CIN");
                    xml.element("Year", &format!("{:04}", last.year()));
                    xml.date("ReferenceDate", Some(last));
                });
                if let Some(lea) = lea {
                    xml.within("Source", |xml| {
                        xml.element("SourceLevel", "L");
                        xml.element("LEA", lea.as_str());
                        xml.element("SoftwareCode", "Convene");
                    });
                }
            });
            xml.within("Children", |xml| self.children.iter().for_each(|child| write_child(xml, child)));
        });
        xml.text
    }
}

fn write_child(xml: &mut Xml, child: &CensusChild) {
    xml.within("Child", |xml| {
        xml.within("ChildIdentifiers", |xml| {
            xml.element("LAchildID", child.reference.as_str());
            xml.date("PersonBirthDate", child.born);
            xml.date("ExpectedPersonBirthDate", child.expected);
            xml.element("Sex", SEX_UNKNOWN);
        });
        xml.within("ChildCharacteristics", |xml| xml.element("Ethnicity", child.ethnicity));
        xml.within("CINdetails", |xml| {
            xml.date("CINreferralDate", Some(child.referred));
            xml.element("ReferralSource", SOURCE_UNKNOWN);
            xml.date("DateOfInitialCPC", child.conference);
            child.enquiries.iter().for_each(|enquiry| write_enquiry(xml, enquiry));
            // Whoever has a conference or a plan was not sent away at referral.
            xml.element("ReferralNFA", "0");
            child.plans.iter().for_each(|plan| write_plan(xml, plan));
        });
    });
}

fn write_enquiry(xml: &mut Xml, enquiry: &Enquiry) {
    xml.within("Section47", |xml| {
        xml.date("S47ActualStartDate", Some(enquiry.started));
        xml.date("InitialCPCtarget", enquiry.target);
        xml.date("DateOfInitialCPC", enquiry.conference);
        xml.element("ICPCnotRequired", "0");
    });
}

fn write_plan(xml: &mut Xml, plan: &Plan) {
    xml.within("ChildProtectionPlans", |xml| {
        xml.date("CPPstartDate", Some(plan.starts));
        xml.date("CPPendDate", plan.ends);
        let category = |category| codes::category(category).unwrap_or_default();
        xml.element("InitialCategoryOfAbuse", category(plan.initial));
        xml.element("LatestCategoryOfAbuse", category(plan.latest));
        xml.element("NumberOfPreviousCPP", &plan.previous.to_string());
        if !plan.reviews.is_empty() {
            xml.within("Reviews", |xml| {
                plan.reviews.iter().for_each(|&held| xml.date("CPPreviewDate", Some(held)));
            });
        }
    });
}

/// Elements being written, each on a line of its own.
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn new() -> Xml {
        Xml { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 }
    }

    fn line(&mut self, line: &str) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn within(&mut self, name: &str, write: impl FnOnce(&mut Xml)) {
        self.line(&format!("<{name}>"));
        self.depth += 1;
        write(self);
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }

    fn element(&mut self, name: &str, value: &str) {
        self.line(&format!("<{name}>{}</{name}>", escape(value)));
    }

    /// Writes a date as XML Schema has it; nothing where there is none.
    fn date(&mut self, name: &str, date: Option<NaiveDate>) {
        if let Some(date) = date {
            self.element(name, &date.format("%Y-%m-%d").to_string());
        }
    }
}
