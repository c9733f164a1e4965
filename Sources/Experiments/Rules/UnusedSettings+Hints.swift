import Datasets
import Learning
import Schema
import Specification

extension UnusedSettings {
  /// What would use a setting, and what is there instead.
  func hint(_ condition: Condition) -> String {
    switch condition {
    case .training(let part): hint(part)
    case .task(let tasks):
      "a \(tasks.map(\.rawValue).joined(separator: " or ")) task uses it; "
        + "\(self.tasks.map(\.rawValue).sorted().joined(separator: " or ")) does not"
    case .delimitedText: "only delimited text, csv or tsv, uses it"
    case .oneOf(let values, at: let path):
      "\(path): \(values.map(\.word).joined(separator: " or ")) uses it"
        + (value(at: path).map { "; \($0.word) does not" } ?? "")
    case .noneOf(_, at: let path):
      "\(path): \(value(at: path)?.word ?? "null") does not use it"
    case .absent(let path): "\(path) takes its place"
    case .anyOf(let conditions): conditions.first.map(hint) ?? ""
    }
  }

  /// The optimizers, solvers or models that use a part of the `training` section.
  private func hint(_ part: TrainingPart) -> String {
    let optimizer = plan.training.optimizer
    if part == .batches, parts.contains(.gradient) {
      let names = optimizerCatalog.entries.filter {
        $0.make(Settings(fields: $0.fields)).method.stepRule != nil
      }.map(\.name)
      return
        "training.optimizer: \(names.joined(separator: ", ")) use it; \(optimizer.kind) does not"
    }
    let solvers = solvers(using: part)
    if let solver = value(at: .solver)?.word, !solvers.isEmpty {
      return "model.solver: \(solvers.joined(separator: ", ")) uses it; \(solver) does not"
    }
    let models = modelCatalog.entries.filter {
      $0.make(Settings(fields: $0.fields)).usedTrainingParts(with: optimizer).contains(part)
    }.map(\.name)
    return "model: \(models.joined(separator: ", ")) uses it; \(plan.recipe.kind) does not"
  }

  private func solvers(using part: TrainingPart) -> [String] {
    let entry = modelCatalog.entry(plan.recipe.kind)
    guard let field = entry.fields.first(where: { $0.name == SettingPath.solver.key }),
      case .scalar(let rule) = field.shape
    else { return [] }
    let model = plan.spec.settings.nested("model")
    return rule.options.map(\.name).filter { solver in
      let changed =
        model.entries.filter { $0.key != SettingPath.solver.key }
        + [Resolved.Entry(SettingPath.solver.key, Resolved(defaults: .string(solver)))]
      let recipe = entry.make(Settings(Resolved(.mapping(changed), origin: .fallback)))
      return recipe.usedTrainingParts(with: plan.training.optimizer).contains(part)
    }
  }
}
