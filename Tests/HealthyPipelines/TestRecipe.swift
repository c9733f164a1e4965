public import Learning

/// A recipe that a test writes itself: trained by steps, with no cost to speak of.
public protocol TestRecipe: ModelRecipe {}

extension TestRecipe {
  public func method(for plan: TrainingPlan) -> TrainingMethod { .steps }

  public func cost(of problem: ProblemSize, plan: TrainingPlan) -> TrainingCost {
    TrainingCost(
      parameterCount: 0, operationsPerIteration: 0, operationsPerPrediction: 0,
      largestProduct: .init(inputCount: 1, outputCount: 1))
  }
}
