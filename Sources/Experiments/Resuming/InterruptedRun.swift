import Datasets
import Diagnostics
import Findings
import LinearAlgebra
import Reporting
public import Runs
import Schema
import Text

/// A run that was interrupted, with all that it wrote down of itself.
public struct InterruptedRun: Sendable {
  public let listing: RunListing
  /// The plan of the spec that the run wrote down.
  public let plan: ExperimentPlan
  private let beginning: RunBeginning

  /// Finds the run and reads how it began.
  ///
  /// **Errors** a `DiagnosticsError` for a reference that names no run, for a run that is not
  /// interrupted, and for one whose documents are missing or were changed.
  public init(_ reference: String, in store: RunStore) throws {
    let listing = try store.resolve(reference)
    try store.checkInterrupted(listing)
    guard let beginning = try Self.beginning(of: listing, store) else {
      throw Self.failure(
        "run-not-begun", listing, "it was interrupted before its data was read",
        notes: ["start it again with: assay run"])
    }
    let version = beginning.environment.environment.assayVersion
    guard version == AssayVersion.current else {
      throw Self.failure(
        "version-changed", listing,
        "Assay \(version) began it, this is Assay \(AssayVersion.current)",
        notes: Self.startAgain(beginning))
    }
    let plan = try ExperimentPlan(
      recorded: beginning.specification, path: "\(listing.path)/spec.yaml")
    let changes = plan.differences(from: beginning.specification)
    guard changes.isEmpty else {
      throw Self.failure(
        "spec-changed", listing, "its spec.yaml was changed: \(changes.joined(separator: ", "))",
        notes: Self.startAgain(beginning))
    }
    self.listing = listing
    self.plan = plan
    self.beginning = beginning
  }

  /// The threads that the run began with; the bits of its results depend on them.
  public var threadCount: Int { beginning.environment.environment.blasThreads }

  var origin: RunOrigin {
    RunOrigin(
      arguments: beginning.environment.arguments, specification: beginning.specification,
      environment: beginning.environment.environment)
  }

  /// The runs that references to baselines were resolved to when the run began.
  var baselineRuns: [String: String] { beginning.environment.baselineRuns }

  /// What the gate found, where the run came so far.
  var gate: GateReport? { beginning.gate }

  /// Throws unless this machine computes as the one that the run began on.
  func checkMachine() throws {
    let then = beginning.environment.environment
    // The configuration names the kernels too.
    let facts =
      [
        ("OpenBLAS's kernels", then.blasCore, BLASThreads.coreName),
        (
          "OpenBLAS", then.blasConfiguration,
          BLASThreads.configuration.replacing(BLASThreads.coreName, with: then.blasCore)
        ),
        ("threads", String(then.blasThreads), String(BLASThreads.count)),
      ]
      // Runs begun before it was recorded say nothing of it.
      + (then.vectorBits.map {
        [("bits of a vector", String($0), String(VectorWidth.widest.bits))]
      } ?? [])
    let changes = facts.filter { $0.1 != $0.2 }.map { "\($0.0) \($0.1) → \($0.2)" }
    guard !changes.isEmpty else { return }
    throw Self.failure(
      "machine-changed", listing,
      "this machine would not give the same bits: \(changes.joined(separator: ", "))",
      notes: (then.blasCore == BLASThreads.coreName
        ? [] : ["OpenBLAS takes other kernels with OPENBLAS_CORETYPE=\(then.blasCore)"])
        + Self.startAgain(beginning))
  }

  /// Throws unless the data is what the run began with.
  func check(_ data: DataRecord) throws {
    let then = beginning.environment
    let files = then.files.compactMap { file -> Diagnostic? in
      let now = data.files.first { $0.path == file.path }
      guard now?.sha256 != file.sha256 else { return nil }
      return Diagnostic(
        id: "data-changed",
        "\"\(file.path)\" must be as it was when run \(listing.id) began, "
          + "SHA-256 \(file.sha256.prefix(12))…; got \(now.map { "\($0.sha256.prefix(12))…" } ?? "no such file")"
      )
    }
    let parts = then.parts.compactMap { part -> Diagnostic? in
      guard files.isEmpty, data.parts.first(where: { $0.name == part.name }) != part else {
        return nil
      }
      return Diagnostic(
        id: "data-changed",
        "the \(part.name.rawValue) rows must be those that run \(listing.id) began with")
    }
    let problems = files + parts
    guard let last = problems.last else { return }
    let advice = Diagnostic(
      last.severity, id: last.id, last.message, notes: Self.startAgain(beginning))
    throw DatasetError(problems.dropLast() + [advice], isDataInvalid: true)
  }

  private static func beginning(
    of listing: RunListing, _ store: RunStore
  ) throws -> RunBeginning? {
    do {
      return try store.beginning(of: listing)
    } catch is DecodingError {
      throw failure(
        "run-damaged", listing, "its resolved.json or environment.json is damaged", notes: [],
        fault: .data)
    }
  }

  private static func startAgain(_ beginning: RunBeginning) -> [String] {
    [
      "start it again with: \(Quoting.commandLine(["assay", "run"] + beginning.environment.arguments))"
    ]
  }

  private static func failure(
    _ id: String, _ listing: RunListing, _ reason: String, notes: [String],
    fault: Fault = .specification
  ) -> DiagnosticsError {
    DiagnosticsError(
      Diagnostic(id: id, "run \(listing.id) cannot be resumed: \(reason)", notes: notes),
      fault: fault)
  }
}
