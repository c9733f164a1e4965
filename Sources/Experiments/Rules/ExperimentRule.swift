import Datasets
import Diagnostics
import Schema
import Specification

/// A rule about several settings, or about settings and data: checked, worded and documented here.
struct ExperimentRule: Sendable {
  /// The id of its messages.
  let id: String
  /// One sentence for the reference page.
  let summary: String
  /// Overrides that break the rule in a spec that is otherwise right.
  let badExample: [String]
  let phase: Phase

  /// What the rule is checked on: the earliest of these that holds all it needs.
  enum Phase: Sendable {
    /// The spec, together with the shape of each value.
    case spec(Severity, @Sendable (Resolved) -> [RuleViolation])
    /// The plan, before any data are read.
    case plan(@Sendable (ExperimentPlan) -> [RuleViolation])
    /// The plan and the data it names.
    case data(@Sendable (ExperimentPlan, Dataset) -> [RuleViolation])
    /// The same, for what is only a warning.
    case dataWarning(@Sendable (ExperimentPlan, Dataset) -> [RuleViolation])
  }

  init(_ id: String, _ summary: String, badExample: [String], _ phase: Phase) {
    self.id = id
    self.summary = summary
    self.badExample = badExample
    self.phase = phase
  }
}

/// Every rule, one line each.
let experimentRules: [ExperimentRule] = [
  .goalBound, .resourceSlice, .reachableGoals, .goalMetric, .goalSlice, .goalOnOneClass,
  .emptySlice, .groupingColumns, .groupingBins, .protectedTask, .keyExamples,
  .numberSeparators, .splitFractions, .everyRemainder, .columnRoles,
  .publishedMetrics, .publishedRange, .publishedTask,
  .onePenalty, .modelSettings, .modelTask, .modelMemory,
  .oneBudget, .earlyStoppingRows, .earlyStoppingMetric, .patience, .weightedClasses,
  .unusedSettings, .unusedSettingsForData,
]

extension ExperimentPlan {
  /// What is wrong with the plan before any data are read.
  var problems: [Diagnostic] {
    experimentRules.flatMap { rule -> [Diagnostic] in
      guard case .plan(let violations) = rule.phase else { return [] }
      return violations(self).map { $0.diagnostic(id: rule.id) }
    }
  }

  /// What is probably not meant between the plan and the data it names.
  func warnings(about data: Dataset) -> [Diagnostic] {
    experimentRules.flatMap { rule -> [Diagnostic] in
      guard case .dataWarning(let violations) = rule.phase else { return [] }
      return violations(self, data).map { $0.diagnostic(.warning, id: rule.id) }
    }
  }

  /// Throws all that is wrong between the plan and the data it names.
  func checkAgainst(_ data: Dataset) throws {
    let problems = experimentRules.flatMap { rule -> [Diagnostic] in
      guard case .data(let violations) = rule.phase else { return [] }
      return violations(self, data).map { $0.diagnostic(id: rule.id) }
    }
    guard problems.isEmpty else { throw DatasetError(problems, isDataInvalid: false) }
  }
}
