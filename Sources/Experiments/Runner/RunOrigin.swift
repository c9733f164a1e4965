import Runs

/// What a run is said to come from: the command line now, or the record of the run it repeats.
struct RunOrigin: Sendable {
  /// As typed: the spec's path and the overrides.
  let arguments: [String]
  let specification: SpecificationRecord
  /// What references to baselines mean, where that is settled already.
  let baselineRuns: [String: String]

  init(_ plan: ExperimentPlan, arguments: [String]) {
    self.init(
      arguments: arguments, specification: SpecificationRecord(plan.spec), baselineRuns: [:])
  }

  init(arguments: [String], specification: SpecificationRecord, baselineRuns: [String: String]) {
    self.arguments = arguments
    self.specification = specification
    self.baselineRuns = baselineRuns
  }
}
