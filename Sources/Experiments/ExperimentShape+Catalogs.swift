import Evaluation
import Learning
import Sanity
import Schema
public import Specification

/// The whole spec: the sections with every member of every catalog in its place.
public let experimentShape = ExperimentShape(
  models: modelCatalog.entries.map { Variant($0.name, $0.summary, fields: $0.fields) },
  optimizers: optimizerCatalog.entries.map { Variant($0.name, $0.summary, fields: $0.fields) },
  schedules: scheduleCatalog.entries.map { Variant($0.name, $0.summary, fields: $0.fields) },
  losses: LossKind.allCases.map { Rule.Option($0.rawValue, $0.summary) },
  metrics: metricCatalog.entries.map { Rule.Option($0.name, $0.summary) },
  checks: checkCatalog.entries.map { Rule.Option($0.name, $0.title) },
  baselines: baselineCatalog.entries.map { Rule.Option($0.name, $0.summary) })
