import Datasets
import Learning
import Schema
import Specification

extension ExperimentRule {
  static let unusedSettings = ExperimentRule(
    "unused-setting", "A setting that nothing uses is an error.",
    badExample: ["training.epochs=5"],
    .plan { UnusedSettings(of: $0).violations })

  /// Settings whose use depends on the task or the format of the data.
  static let unusedSettingsForData = ExperimentRule(
    "unused-setting", "So is one that the task or the format of the data leaves without use.",
    badExample: ["model=mlp", "preprocessing.target_scale=none"],
    .data { plan, data in
      UnusedSettings(of: plan, task: data.schema.task).violations
    })
}

/// The settings that a user wrote and that nothing uses.
struct UnusedSettings {
  private(set) var found: [(path: String, mark: Mark, unmet: Condition)] = []
  let plan: ExperimentPlan
  /// Of the `training` section, those that training the model uses.
  let parts: Set<TrainingPart>
  /// The tasks that are possible as far as is known.
  let tasks: Set<PredictionTask>
  private let hasData: Bool

  /// - Parameter task: That of the data, once it has been read.
  init(of plan: ExperimentPlan, task: PredictionTask? = nil) {
    self.plan = plan
    parts = plan.recipe.usedTrainingParts(with: plan.training.optimizer)
    hasData = task != nil
    tasks =
      (task ?? plan.request.task).map { [$0] } ?? modelCatalog.entry(plan.recipe.kind).tasks
    visit(plan.spec.resolved, experimentShape.root, at: "")
  }

  var paths: [String] { found.map(\.path) }

  var violations: [RuleViolation] {
    found.map { RuleViolation(at: $0.mark, "\($0.path) has no effect", hint: hint($0.unmet)) }
  }

  private mutating func visit(_ node: Resolved, _ shape: Shape, at path: String) {
    switch shape {
    case .mapping(let fields): visit(node, fields, at: path)
    case .choice(let tag, let variants):
      let body = variants.first { $0.name == node.at(tag)?.asString }?.body
      if case .mapping(let fields)? = body { visit(node, fields, at: path) }
    case .scalar, .list, .dictionary, .keyed, .anyOf: break
    }
  }

  private mutating func visit(_ node: Resolved, _ fields: [Field], at path: String) {
    for entry in node.asMapping {
      guard let field = fields.first(where: { $0.name == entry.key }) else { continue }
      let inner = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      if case .null = entry.value.value { continue }
      if let unmet = field.usedWhen.first(where: { isMet($0) == false }) {
        report(entry.value, field.shape, at: inner, unmet)
      } else {
        visit(entry.value, field.shape, at: inner)
      }
    }
  }

  private mutating func report(
    _ value: Resolved, _ shape: Shape, at path: String, _ unmet: Condition
  ) {
    guard let mark = value.origin.mark else { return }
    // Of a choice without a kind, only the keys beside it were written.
    if case .choice(let tag, _) = shape, value.at(tag)?.isWritten == false {
      for entry in value.asMapping {
        if let mark = entry.value.origin.mark {
          found.append(("\(path).\(entry.key)", mark, unmet))
        }
      }
    } else {
      found.append((path, mark, unmet))
    }
  }

  /// Whether a condition holds; nil if it depends on the data.
  private func isMet(_ condition: Condition) -> Bool? {
    switch condition {
    case .training(let part): parts.contains(part)
    case .task(let wanted):
      tasks.isSubset(of: wanted) ? true : tasks.isDisjoint(with: wanted) ? false : nil
    case .delimitedText: hasData || plan.request.format != nil ? plan.request.hasDelimitedText : nil
    case .oneOf(let values, at: let path): values.contains { isEqual($0, value(at: path)) }
    case .noneOf(let values, at: let path):
      !values.contains { isEqual($0, value(at: path)) }
    case .absent(let path): value(at: path) == nil
    case .anyOf(let conditions):
      conditions.contains { isMet($0) == true }
        ? true : conditions.contains { isMet($0) == nil } ? nil : false
    }
  }

  func value(at path: SettingPath) -> Literal? { plan.spec.value(at: path) }

  /// 1 and 1.0 are equal.
  private func isEqual(_ first: Literal, _ second: Literal?) -> Bool {
    switch (first, second) {
    case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
      Double(integer) == number
    default: first == second
    }
  }
}
