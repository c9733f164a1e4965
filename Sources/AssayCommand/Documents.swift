import Experiments
import Findings
import Runs
import Sanity

// The documents that `--json` writes; each carries the version of its form.

struct RunsDocument: Encodable {
  var version = 1
  let runs: [RunRecord]
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
  /// The repaired specs that `--fix` wrote, with what the gate says of them.
  let repairs: [Repair]

  init(_ outcomes: [GateOutcome], repairs: [Repair]) {
    pipelines = outcomes.map(\.header)
    gates = outcomes.map(\.gate)
    self.repairs = repairs
  }

  struct Repair: Encodable {
    let path: String
    let gate: GateReport
  }
}
