import Evaluation
import Randomness
import Schema

/// Where simulated data sets come from.
protocol Population: Sendable {
  var name: String { get }
  /// What it is, for the page.
  var summary: String { get }
  var metrics: [String] { get }
  func sample(rowCount: Int, using generator: inout CounterBasedGenerator) -> Predictions
  /// The metric's value on infinitely many rows, where it has a closed form.
  func truth(of metric: String) -> Double?
}

extension Population {
  func truth(of metric: String) -> Double? { nil }
}

/// All populations, in the order of the page.
let populations: [any Population] = [
  ClassifierPopulation(
    name: "balanced", summary: "two classes of equal size, 84 % right",
    frequencies: [0.5, 0.5], separation: 2, sharpness: 1),
  ClassifierPopulation(
    name: "rare", summary: "5 % positive rows, a calibrated model of AUC 0.92",
    frequencies: [0.95, 0.05], separation: 2, sharpness: 1),
  ClassifierPopulation(
    name: "four classes", summary: "of frequencies 0.4, 0.3, 0.2 and 0.1",
    frequencies: [0.4, 0.3, 0.2, 0.1], separation: 2, sharpness: 1),
  ClassifierPopulation(
    name: "sharp", summary: "two classes, 97 % right, four times too confident",
    frequencies: [0.5, 0.5], separation: 3.76, sharpness: 4),
  RegressionPopulation(name: "normal errors", summary: "standard normal", errors: .normal),
  RegressionPopulation(
    name: "t₃ errors",
    summary: "Student's t of 3 degrees of freedom: squared errors have no variance",
    errors: .studentOfThree),
  RegressionPopulation(
    name: "lognormal errors", summary: "exp(z) minus its mean, z standard normal",
    errors: .lognormal),
]
