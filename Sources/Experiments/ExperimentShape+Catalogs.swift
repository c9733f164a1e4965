import Evaluation
import Learning
import Runs
import Sanity
import Schema
public import Specification

/// The whole spec: the sections with every member of every catalog in its place.
public let experimentShape = ExperimentShape(
  ExperimentShape.Families(
    models: modelCatalog.entries.map { Variant($0.name, $0.summary, fields: $0.fields) },
    optimizers: optimizerCatalog.entries.map { Variant($0.name, $0.summary, fields: $0.fields) },
    schedules: scheduleCatalog.entries.map { Variant($0.name, $0.summary, fields: $0.fields) },
    losses: LossKind.allCases.map { Rule.Option($0.rawValue, $0.summary) },
    metrics: metricCatalog.entries.map { Rule.Option($0.name, $0.summary) },
    resources: ResourceMetric.allCases.map { Rule.Option($0.rawValue, $0.summary) },
    checks: checkCatalog.entries.map { Rule.Option($0.name, $0.title) },
    baselines: baselineCatalog.entries.map { Rule.Option($0.name, $0.summary) }),
  rules: experimentRules.compactMap { rule in
    guard case .spec(let severity, let violations) = rule.phase else { return nil }
    return SpecificationRule(rule.id, severity: severity, violations: violations)
  },
  ruleSummaries: experimentRules.map(\.summary))
