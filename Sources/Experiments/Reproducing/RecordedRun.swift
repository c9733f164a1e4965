import Diagnostics
public import Runs

/// A run that has ended, with its record and the plan of the spec that it recorded.
public struct RecordedRun: Sendable {
  public let listing: RunListing
  public let record: RunRecord
  public let plan: ExperimentPlan

  /// Finds the run and reads its record.
  ///
  /// **Errors** a `DiagnosticsError` for a reference that names no run, and for a run without a
  /// record; `UnreadableRun`.
  public init(_ reference: String, in store: RunStore) throws {
    listing = try store.resolve(reference)
    try listing.expectReadable()
    guard case .finished = listing.status else {
      let isInterrupted = listing.status == .interrupted
      throw DiagnosticsError(
        Diagnostic(
          id: "no-record",
          "run \(listing.id) must have ended to be reproduced; it is \(listing.status.word)",
          notes: isInterrupted ? ["resume it first: assay resume \(listing.id)"] : []))
    }
    record = try store.record(of: listing)
    plan = try ExperimentPlan(
      recorded: record.specification, path: "\(listing.path)/spec.yaml")
  }

  /// The threads that the run used; the bits of its results depend on them.
  public var threadCount: Int { record.environment.blasThreads }
}

extension ExperimentRunner {
  /// Runs a recorded spec again, as a run of its own, and holds both against each other.
  ///
  /// **Errors** as `run`.
  public func reproduce(_ run: RecordedRun) throws -> Reproduction {
    let result = try self.run(run.plan, repeating: run.record)
    return try Reproduction(of: run, by: result.record, store: store)
  }
}
