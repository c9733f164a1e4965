import Learning

extension GateContext {
  /// The l2 penalty of a model that has its own, measured from its objective with all weights 1;
  /// nil where there is no such model.
  ///
  /// **Formula** with n weights the objective gains n · (l1 + l2 / 2) there and n · (2 · l1 + 2 · l2)
  /// at 2, so that l2 = (gain at 2 − 2 · gain at 1) / n.
  var modelPenalty: Double? {
    guard isTrainFinite, hasUsableClasses, train.rowCount > 0 else { return nil }
    var plan = plan
    (plan.l1, plan.l2) = (0, 0)
    let row = train.rows(at: [0])
    guard let with = recipe.gradientProblem(on: row, plan: plan),
      let without = recipe.withoutRegularization().gradientProblem(on: row, plan: plan)
    else { return nil }
    let layout = with.layout
    let weights = layout.tensors.filter { $0.shape.count == 2 }
    let count = weights.reduce(0) { $0 + $1.count }
    guard count > 0, layout.parameterCount == without.layout.parameterCount else { return nil }
    func gain(_ value: Double) -> Double {
      var point = [Double](repeating: 0, count: layout.parameterCount)
      for tensor in weights {
        for i in tensor.offset..<(tensor.offset + tensor.count) { point[i] = value }
      }
      return with.loss(at: point) - without.loss(at: point)
    }
    let penalty = (gain(2) - 2 * gain(1)) / Double(count)
    return penalty.isFinite ? penalty : nil
  }
}
