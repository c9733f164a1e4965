import Datasets
import Evaluation
import Runs

/// The judged rows divided by columns of the data.
struct Divisions {
  private let predictions: Predictions
  private let dataset: Dataset

  init(of predictions: Predictions, _ dataset: Dataset) {
    self.predictions = predictions
    self.dataset = dataset
  }

  /// Every metric on each slice; nil without any division.
  func slices(_ requests: [GroupingRequest], _ estimator: Estimator) -> [SliceTable]? {
    guard !requests.isEmpty else { return nil }
    return SliceTable.tables(
      of: predictions, by: requests.map { ($0.grouping.title, groups($0)) }, estimator: estimator)
  }

  /// The rates of each protected group; nil without any division.
  func protected(_ requests: [GroupingRequest], _ estimator: Estimator) -> [ProtectedRecord]? {
    guard !requests.isEmpty else { return nil }
    let comparisons = GroupComparison.corrected(
      requests.map { GroupComparison(predictions, groups: groups($0), estimator: estimator) })
    return zip(requests, comparisons).map {
      ProtectedRecord(title: $0.grouping.title, comparison: $1)
    }
  }

  private func groups(_ request: GroupingRequest) -> [(name: String, positions: [Int])] {
    dataset.groups(of: predictions.rowIDs, by: request.grouping).map { ($0.title, $0.positions) }
  }
}
