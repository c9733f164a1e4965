import Schema
import Testing

@testable import Evaluation

struct PairingTests {
  private let comparer = Comparer(resamples: 100, seed: 1)
  private let accuracy = metricCatalog.entry("accuracy")

  private func message(_ candidate: Predictions, _ baseline: Predictions) -> String {
    do {
      _ = try comparer.paired(accuracy, candidate: candidate, baseline: baseline)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test func rowsAreMatchedByID() throws {
    let ours = binary([1, 0, 1, 0], [0.9, 0.1, 0.2, 0.3], rowIDs: [10, 11, 12, 13])
    let theirs = binary([0, 1, 0, 1], [0.3, 0.2, 0.1, 0.9], rowIDs: [13, 12, 11, 10])
    let found = try comparer.paired(accuracy, candidate: ours, baseline: theirs)
    #expect(found.difference == 0 && found.pValue == 1)
    let loss = try comparer.paired(
      metricCatalog.entry("log_loss"), candidate: ours, baseline: theirs)
    #expect(loss.difference == 0 && loss.pValue == 1 && loss.low == nil)
  }

  @Test func otherRowsAreRefused() {
    #expect(
      message(
        binary([1, 0, 1], [0.9, 0.1, 0.2], rowIDs: [1, 2, 3]),
        binary([1, 0], [0.9, 0.1], rowIDs: [1, 7]))
        == "a paired comparison needs the same rows; got 2 that only the candidate has and 1 "
        + "that only the baseline has, such as row 2")
    #expect(
      message(
        binary([1], [0.9], rowIDs: [1]), binary([1, 0], [0.9, 0.1], rowIDs: [1, 7]))
        == "a paired comparison needs the same rows; got 0 that only the candidate has and 1 "
        + "that only the baseline has, such as row 7")
  }

  @Test func repeatedRowsAreRefused() {
    #expect(
      message(
        binary([1, 0], [0.9, 0.1], rowIDs: [1, 2]), binary([1, 1], [0.9, 0.1], rowIDs: [1, 1]))
        == "a paired comparison needs each row once; got row 1 more than once")
    #expect(
      message(
        binary([1, 1], [0.9, 0.1], rowIDs: [1, 1]), binary([1, 0], [0.9, 0.1], rowIDs: [1, 2]))
        == "a paired comparison needs each row once; got row 1 more than once")
  }

  @Test func anotherTruthIsRefused() {
    #expect(
      message(
        binary([1, 0], [0.9, 0.1], rowIDs: [4, 5]), binary([1, 1], [0.9, 0.1], rowIDs: [4, 5]))
        == "both systems must be judged by the same truth; got two truths for row 5")
  }

  @Test func anotherProblemIsRefused() {
    #expect(
      message(binary([1], [0.9]), certain([1], [1], classCount: 3))
        == "both systems must have the same task; got \"binary\" and \"multiclass\"")
    let renamed = certain([1], [1], classCount: 2)
    #expect(
      message(binary([1], [0.9]), renamed)
        == "both systems must have the same classes in the same order; got \"no\", \"yes\" and "
        + "\"class 0\", \"class 1\"")
  }

  @Test func aMetricWithoutAValueIsRefused() {
    let metric = metricCatalog.entry("precision")
    let none = binary([1, 0], [0.1, 0.2])
    let some = binary([1, 0], [0.9, 0.2])
    #expect(
      throws: ComparisonError.undefined(
        metric: "precision", system: "baseline", when: metric.undefinedWhen)
    ) {
      try comparer.paired(metric, candidate: some, baseline: none)
    }
    #expect(
      ComparisonError.undefined(metric: "r2", system: "candidate", when: "…").description
        == "\"r2\" must have a value for both systems; got none for the candidate "
        + "(undefined when …, or where an output is not finite)")
  }

  @Test func manyClassesAreCutShort() {
    let many = (0..<7).map { "c\($0)" }
    #expect(
      ComparisonError.differentClasses(candidate: many, baseline: ["a"]).description
        == "both systems must have the same classes in the same order; got \"c0\", \"c1\", "
        + "\"c2\", \"c3\", \"c4\", … (7) and \"a\"")
  }
}
