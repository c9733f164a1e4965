import Learning
import LinearAlgebra
import Schema

extension Work {
  /// A 4-16-3 network on 150 rows in batches of 16: nothing but overhead.
  static let irisNetwork = Work(
    name: "iris_mlp", summary: "[epochs=200] [repeats=5] network 4-16-3, batches of 16, Adam"
  ) { arguments in
    let epochCount = try arguments.integer("epochs", else: 200)
    let repeatCount = try arguments.integer("repeats", else: 5)
    let folder = arguments.dataFolder()
    let inputs = Inputs.single(
      try folder.inputs("iris-150").standardized().converted(to: Float.self))
    let classes = try folder.classes("iris-150")
    let train = TrainingSet(inputs, classes: classes, classCount: 3)
    let recipe = try Trainings.recipe("mlp", [("hidden", [16])])
    var times = [Double]()
    var stepCount = 0
    var accuracies = [Double]()
    for index in 0..<repeatCount {
      let plan = Trainings.plan(batchSize: 16, epochs: epochCount, seed: UInt64(index + 1))
      let (seconds, outcome) = try timed {
        try recipe.fitted(to: train, dev: nil, plan: plan, context: TrainingContext())
      }
      times.append(seconds)
      stepCount = outcome.stepCount
      accuracies.append(outcome.model.accuracy(inputs, classes: classes))
    }
    let seconds = median(times)
    return Measurement(
      seconds: seconds, quality: ["accuracy": median(accuracies)],
      rate: ["steps_s": Double(stepCount) / seconds, "first_fit_s": times[0]])
  }
}
