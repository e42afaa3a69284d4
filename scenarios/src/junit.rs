//! The report that CI servers read, in the XML of `JUnit`.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::{
    ladder::Paint,
    report,
    suite::{Broken, Played},
};

/// One test case per scenario file.
///
/// # Errors
/// The document cannot be written as XML.
pub fn render(played: &[Played], broken: &[Broken]) -> Result<String, String> {
    let mut suite = TestSuite::new("scenarios");
    for played in played {
        let status = if played.passed() {
            TestCaseStatus::success()
        } else {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(played.story.scenario.title.value.as_str());
            status.set_description(report::explain(played, Paint::Plain));
            status
        };
        let mut case = TestCase::new(report::name(played), status);
        case.set_time(played.took);
        suite.add_test_case(case);
    }
    for broken in broken {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message("the file cannot be played");
        status.set_description(broken.report.as_str());
        suite.add_test_case(TestCase::new(broken.path.display().to_string(), status));
    }
    let mut report = Report::new("ringback");
    report.add_test_suite(suite);
    report.to_string().map_err(|error| error.to_string())
}
