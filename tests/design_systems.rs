//! What the build leaves out of the design systems' style sheets: it is tested here, because cargo tests no build program.

#[path = "../build/style_sheet.rs"]
mod style_sheet;

use style_sheet::cleaned;

/// Reads a style sheet as npm installs it; nothing where it does not.
fn installed(package: &str) -> Option<String> {
    std::fs::read_to_string(format!("{}/node_modules/{package}", env!("CARGO_MANIFEST_DIR"))).ok()
}

#[test]
fn a_cleaned_sheet_is_clean_and_keeps_its_rules() {
    for (package, rule) in [
        ("govuk-frontend/dist/govuk/govuk-frontend.min.css", ".govuk-button{"),
        ("@ministryofjustice/frontend/moj/moj-frontend.min.css", ".moj-badge{"),
    ] {
        // The program builds without them, and so it is tested.
        let Some(sheet) = installed(package) else { continue };
        let clean = cleaned(&sheet, &|_| None).expect(package);
        assert!(clean.contains(rule), "{package}");
        assert!(!clean.contains("GDS Transport") && !clean.contains("url(/"), "{package}");
        assert_eq!(cleaned(&clean, &|_| None).as_deref(), Ok(clean.as_str()), "{package}");
    }
}
