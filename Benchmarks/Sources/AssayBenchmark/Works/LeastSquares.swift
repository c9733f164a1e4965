import Learning
import LinearAlgebra
import Schema

extension Work {
  /// Linear regression, plain or with ½·‖w‖² beside half the sum of squares.
  static let leastSquares = Work(
    name: "least_squares", summary: "[model=linear|ridge] [solver=auto] [rows=200000] 100 columns"
  ) { arguments in
    let kind = arguments.text("model", else: "linear")
    let solver = arguments.text("solver", else: "auto")
    let name = "ols-\(try arguments.integer("rows", else: 200_000))"
    let folder = arguments.dataFolder()
    let train = TrainingSet(try folder.inputs(name), values: try folder.values(name))
    let strength = kind == "ridge" ? 1.0 : 0
    let recipe = try Trainings.recipe(
      kind, [("solver", .string(solver))] + (kind == "ridge" ? [("c", 1.0)] : []))
    let (seconds, outcome) = try timed {
      try recipe.fitted(
        to: train, dev: nil, plan: Trainings.solverPlan, context: TrainingContext())
    }
    guard case .values(let values) = train.targets else { throw BenchmarkError("no values") }
    let predictions = outcome.model.outputs(for: train.inputs).storage.array
    let squares = zip(values, predictions).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let weights = try outcome.model.linearParameters().weights
    return Measurement(
      seconds: seconds,
      quality: ["objective": squares + strength * weights.reduce(0) { $0 + $1 * $1 }],
      note: outcome.solve.map { "\($0.solver), \($0.reason)" })
  }
}
