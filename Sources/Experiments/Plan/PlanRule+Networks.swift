import Diagnostics
import Learning
import Schema
import Specification

extension PlanRule {
  /// Frozen layers are layers of the network, and not all of them.
  static let frozenLayers = PlanRule(id: "frozen-layer") { plan in
    let model = plan.spec.settings.nested("model")
    let frozen = model.list("frozen")
    guard !frozen.isEmpty else { return [] }
    let layers = plan.recipe.network?.layerNames ?? []
    let list = layers.joined(separator: ", ")
    let unknown = frozen.filter { !layers.contains($0.string) }
    if unknown.isEmpty, Set(frozen.map(\.string)).count == layers.count {
      return [
        diagnostic(
          model.mark("frozen"), "frozen-layer",
          "model.frozen must leave a layer to train; got \(list)", hint: "unfreeze the output")
      ]
    }
    return unknown.map { node in
      diagnostic(
        node.origin.mark ?? model.mark("frozen"), "frozen-layer",
        "model.frozen must name layers of the network; got \"\(node.string)\"",
        hint: Suggestion.hint(for: node.string, among: layers) ?? "layers: \(list)")
    }
  }

  /// Only a bias that is there can start somewhere.
  static let outputBias = PlanRule(id: "output-bias") { plan in
    guard let output = plan.spec.settings.nested("model").optionalNested("output"),
      output["bias"]?.boolean == false, let mark = output.mark("bias_initialization")
    else { return [] }
    return [
      mark.diagnostic(
        id: "output-bias",
        "model.output.bias_initialization must go with model.output.bias: true; got false")
    ]
  }

  /// A search on the loss of all rows has no batches, and needs a smooth loss that stays the same.
  static let fullBatch = PlanRule(id: "full-batch") { plan in
    let optimizer = plan.training.optimizer
    let model = plan.spec.settings.nested("model")
    let hasSolver = plan.recipe.solver.map { !$0.isStepwise } ?? false
    guard optimizer.method.stepRule == nil, !hasSolver else { return [] }
    let training = plan.training.settings
    let reasons: [(mark: Mark?, path: String, isSet: Bool, reason: String)] = [
      (training.mark("batch_size"), "training.batch_size", true, "every step uses all rows"),
      (training.mark("accumulate"), "training.accumulate", true, "every step uses all rows"),
      (
        training.mark("schedule"), "training.schedule", true,
        "it finds the length of each step by itself"
      ),
      (
        training.mark("clip_norm"), "training.clip_norm", true,
        "it finds the length of each step by itself"
      ),
      (
        training.mark("l1"), "training.l1", training.optionalNumber("l1") != 0,
        "it needs a smooth objective"
      ),
      (
        model.mark("dropout"), "model.dropout", (model.optionalNumber("dropout") ?? 0) != 0,
        "it needs an objective that stays the same"
      ),
    ]
    return reasons.filter { $0.isSet && $0.mark != nil }.map { found in
      diagnostic(
        found.mark, "full-batch",
        "\(found.path) must not be set with the optimizer \"\(optimizer.kind)\"",
        hint: found.reason)
    }
  }

  private static func diagnostic(
    _ mark: Mark?, _ id: String, _ message: String, hint: String
  ) -> Diagnostic {
    mark?.diagnostic(id: id, message, hint: hint) ?? Diagnostic(id: id, message, hint: hint)
  }
}
