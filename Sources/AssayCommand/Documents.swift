import Diagnostics
import Experiments
import Findings
import Runs
import Sanity

// The documents that `--json` writes; each carries the version of its form.

struct RunsDocument: Encodable {
  var version = 1
  let runs: [RunRecord]
  /// Of a sweep: the runs that can be compared, group by group.
  var comparisons: [RunComparison]?
}

struct ListingsDocument: Encodable {
  var version = 1
  let runs: [Entry]

  init(_ listings: [RunListing]) {
    runs = listings.map(Entry.init)
  }

  /// A run in a list; without a record there is no summary.
  struct Entry: Encodable {
    let id: String
    let experiment: String
    let path: String
    let status: String
    let startedAt: String
    let summary: RunSummary?

    init(_ listing: RunListing) {
      id = listing.id
      experiment = listing.experiment
      path = listing.path
      status = listing.status.word
      startedAt = listing.startedAt
      summary = listing.summary
    }
  }
}

struct ChecksDocument: Encodable {
  var version = 1
  /// What was checked, for each of `gates`.
  let pipelines: [RunHeader]
  let gates: [GateReport]
  /// The named causes of each of `gates`, most likely first.
  let causes: [[NamedCause]]
  /// The repaired specs that `--fix` wrote, with what the gate says of them.
  let repairs: [Repair]

  init(_ outcomes: [GateOutcome], repairs: [Repair]) {
    pipelines = outcomes.map(\.header)
    gates = outcomes.map(\.gate)
    causes = gates.map { CauseRanking.causes(of: $0.checks, diagnosis: $0.diagnosis) }
    self.repairs = repairs
  }

  struct Repair: Encodable {
    let path: String
    let gate: GateReport
  }
}

/// Why a command has no result: the document of `--json` for every failure.
struct FailureDocument: Encodable {
  var version = 1
  /// The exit status.
  let status: Int32
  let diagnostics: [DiagnosticDocument]

  init(_ failure: Failure) {
    status = failure.status.rawValue
    diagnostics = failure.diagnostics.map(DiagnosticDocument.init)
  }
}

/// A diagnostic for programs: where it is, what was expected and found, what to do.
struct DiagnosticDocument: Encodable {
  let severity: Severity
  let id: String
  let message: String
  let file: String?
  let line: Int?
  let column: Int?
  /// The line of text that is meant.
  let excerpt: String?
  let rule: String
  let found: String?
  let fix: [String]

  init(_ diagnostic: Diagnostic) {
    severity = diagnostic.severity
    id = diagnostic.id
    message = diagnostic.message
    file = diagnostic.location?.file
    line = diagnostic.location?.line
    column = diagnostic.location?.column
    excerpt = diagnostic.excerpt?.line
    rule = diagnostic.rule
    found = diagnostic.found
    fix = diagnostic.fix
  }
}

/// What `--help` and `--version` say.
struct HelpDocument: Encodable {
  var version = 1
  let text: String
}
