//! The files of case systems that are known, by their columns.
//!
//! To add one: name it in [`Format`], say its columns in [`columns`](Format::columns) and its title, and read its rows
//! where its like are read (`annex_a`, `ssda903`, `ssd`).

/// A kind of table that an import reads. The order is that in which they are read: what others point at comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Format {
    AnnexA5,
    AnnexA7,
    AnnexA8,
    Ssda903Header,
    Ssda903Episodes,
    Ssda903Reviews,
    SsdEnquiries,
    SsdPlans,
    SsdConferences,
    SsdReviews,
    SsdCareEpisodes,
    SsdCareReviews,
    SsdInvolvements,
    SsdProfessionals,
}

/// A column that is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its name in messages.
    pub(super) name: &'static str,
    /// Letters and digits, in small letters, that its header has; nothing where the header is the name.
    pub(super) within: &'static str,
    /// Whether a table without it cannot be read.
    pub(super) is_needed: bool,
}

const fn needed(name: &'static str) -> Column {
    Column { name, within: "", is_needed: true }
}

const fn optional(name: &'static str) -> Column {
    Column { name, within: "", is_needed: false }
}

/// A column of Annex A, whose headers every authority writes a little differently.
const fn like(name: &'static str, within: &'static str, is_needed: bool) -> Column {
    Column { name, within, is_needed }
}

const CHILD: Column = like("Child Unique ID", "childuniqueid", true);
const TEAM: Column = like("Allocated Team", "allocatedteam", false);
const WORKER: Column = like("Allocated Worker", "allocatedworker", false);

/// Every format, in order.
pub(super) const FORMATS: [Format; 14] = [
    Format::AnnexA5,
    Format::AnnexA7,
    Format::AnnexA8,
    Format::Ssda903Header,
    Format::Ssda903Episodes,
    Format::Ssda903Reviews,
    Format::SsdEnquiries,
    Format::SsdPlans,
    Format::SsdConferences,
    Format::SsdReviews,
    Format::SsdCareEpisodes,
    Format::SsdCareReviews,
    Format::SsdInvolvements,
    Format::SsdProfessionals,
];

impl Format {
    /// Returns what it is called.
    pub(super) fn title(self) -> &'static str {
        match self {
            Format::AnnexA5 => "Annex A list 5: section 47 enquiries and initial conferences",
            Format::AnnexA7 => "Annex A list 7: child protection plans",
            Format::AnnexA8 => "Annex A list 8: looked-after children",
            Format::Ssda903Header => "SSDA903 header, of which nothing is needed",
            Format::Ssda903Episodes => "SSDA903 episodes",
            Format::Ssda903Reviews => "SSDA903 reviews",
            Format::SsdEnquiries => "standard dataset: ssd_s47_enquiry",
            Format::SsdPlans => "standard dataset: ssd_cp_plans",
            Format::SsdConferences => "standard dataset: ssd_initial_cp_conference",
            Format::SsdReviews => "standard dataset: ssd_cp_reviews",
            Format::SsdCareEpisodes => "standard dataset: ssd_cla_episodes",
            Format::SsdCareReviews => "standard dataset: ssd_cla_reviews",
            Format::SsdInvolvements => "standard dataset: ssd_involvements",
            Format::SsdProfessionals => "standard dataset: ssd_professionals, of which job titles are needed",
        }
    }

    /// Returns the columns that are read, the needed ones first.
    pub(super) fn columns(self) -> &'static [Column] {
        match self {
            Format::AnnexA5 => {
                const {
                    &[
                        CHILD,
                        like(
                            "Strategy discussion initiating Section 47 Enquiry Start Date",
                            "strategydiscussion",
                            true,
                        ),
                        like(
                            "Date of Initial Child Protection Conference",
                            "dateofinitialchildprotectionconference",
                            true,
                        ),
                        like(
                            "Was an Initial Child Protection Conference deemed unnecessary?",
                            "deemedunnecessary",
                            false,
                        ),
                        TEAM,
                        WORKER,
                    ]
                }
            }
            Format::AnnexA7 => {
                const {
                    &[
                        CHILD,
                        like("Child Protection Plan Start Date", "childprotectionplanstartdate", true),
                        like("Date of latest review conference", "dateoflatestreviewconference", true),
                        like("Child Protection Plan End Date", "childprotectionplanenddate", true),
                        like("Latest Category of Abuse", "latestcategoryofabuse", false),
                        like(
                            "Number of Previous Child Protection Plans",
                            "numberofpreviouschildprotectionplans",
                            false,
                        ),
                        TEAM,
                        WORKER,
                    ]
                }
            }
            Format::AnnexA8 => {
                const {
                    &[
                        CHILD,
                        like("Date Started to be Looked After", "datestartedtobelookedafter", true),
                        like("Date of Latest Statutory Review", "dateoflateststatutoryreview", true),
                        like("Date Ceased to be Looked After", "dateceasedtobelookedafter", true),
                        TEAM,
                        WORKER,
                    ]
                }
            }
            Format::Ssda903Header => {
                const { &[needed("CHILD"), needed("SEX"), needed("ETHNIC"), optional("UPN")] }
            }
            Format::Ssda903Episodes => {
                const { &[needed("CHILD"), needed("DECOM"), needed("RNE"), needed("DEC"), optional("REC")] }
            }
            Format::Ssda903Reviews => const { &[needed("CHILD"), needed("REVIEW"), optional("REVIEW_CODE")] },
            Format::SsdEnquiries => {
                const {
                    &[
                        needed("s47e_s47_enquiry_id"),
                        needed("s47e_person_id"),
                        needed("s47e_s47_start_date"),
                        optional("s47e_s47_end_date"),
                        optional("s47e_s47_nfa"),
                        optional("s47e_s47_outcome_json"),
                        optional("s47e_s47_completed_by_team"),
                    ]
                }
            }
            Format::SsdPlans => {
                const {
                    &[
                        needed("cppl_cp_plan_id"),
                        needed("cppl_person_id"),
                        needed("cppl_cp_plan_start_date"),
                        needed("cppl_cp_plan_end_date"),
                        optional("cppl_cp_plan_latest_category"),
                        optional("cppl_cp_plan_ola"),
                    ]
                }
            }
            Format::SsdConferences => {
                const {
                    &[
                        needed("icpc_icpc_id"),
                        needed("icpc_person_id"),
                        needed("icpc_icpc_date"),
                        optional("icpc_s47_enquiry_id"),
                        optional("icpc_icpc_meeting_id"),
                        optional("icpc_icpc_target_date"),
                        optional("icpc_icpc_transfer_in"),
                        optional("icpc_icpc_team"),
                    ]
                }
            }
            Format::SsdReviews => {
                const {
                    &[
                        needed("cppr_cp_review_id"),
                        needed("cppr_person_id"),
                        needed("cppr_cp_plan_id"),
                        needed("cppr_cp_review_date"),
                        optional("cppr_cp_review_due"),
                        optional("cppr_cp_review_meeting_id"),
                        optional("cppr_cp_review_quorate"),
                    ]
                }
            }
            Format::SsdCareEpisodes => {
                const {
                    &[
                        needed("clae_cla_id"),
                        needed("clae_person_id"),
                        needed("clae_cla_episode_start_date"),
                        needed("clae_cla_episode_ceased"),
                        optional("clae_cla_episode_start_reason"),
                    ]
                }
            }
            Format::SsdCareReviews => {
                const {
                    &[
                        needed("clar_cla_review_id"),
                        needed("clar_cla_id"),
                        needed("clar_cla_review_date"),
                        optional("clar_cla_review_due_date"),
                        optional("clar_cla_review_cancelled"),
                    ]
                }
            }
            Format::SsdInvolvements => {
                const {
                    &[
                        needed("invo_person_id"),
                        needed("invo_professional_id"),
                        needed("invo_professional_role_id"),
                        needed("invo_involvement_start_date"),
                        needed("invo_involvement_end_date"),
                        optional("invo_professional_team"),
                    ]
                }
            }
            Format::SsdProfessionals => {
                const { &[needed("prof_professional_id"), needed("prof_professional_job_title")] }
            }
        }
    }
}

impl Column {
    /// Whether a header, as [`letters`] of it, is this column's.
    pub(super) fn is(&self, header: &str) -> bool {
        if self.within.is_empty() { header == letters(self.name) } else { header.contains(self.within) }
    }
}

/// Returns the letters and digits of a header in small letters: blanks, quotation marks and brackets differ from one
/// authority to the next.
pub(super) fn letters(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
