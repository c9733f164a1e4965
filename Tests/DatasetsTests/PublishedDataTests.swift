import Foundation
import Schema
import Testing

@testable import Datasets

private func isFetched(_ name: String) -> Bool {
  DataCatalog.standard[name]?.files.allSatisfy {
    FileManager.default.fileExists(atPath: "\(bundledFolder)/\(name)/\($0.name)")
  } ?? false
}

/// The real traps of real files, on machines where they were fetched (`assay data fetch`).
@Suite struct PublishedDataTests {
  private func file(_ path: String, labels: String? = nil) -> DataRequest.FilePath {
    DataRequest.FilePath(
      "\(bundledFolder)/\(path)", labels: labels.map { "\(bundledFolder)/\($0)" })
  }

  private let split = SplitRequest(method: .stratified, dev: 0.15, test: 0, seed: 1)

  @Test(.enabled(if: isFetched("adult"))) func adult() throws {
    let names =
      "age workclass fnlwgt education education_num marital_status occupation relationship race sex "
      + "capital_gain capital_loss hours_per_week native_country income"
    var request = DataRequest(
      source: .parts(train: file("adult/adult.data"), dev: nil, test: file("adult/adult.test")),
      target: "income", positive: ">50K", split: split)
    request.csv = CSVOptions(
      hasHeader: false, missing: ["?"], isTrimmed: true,
      columns: names.split(separator: " ").map(String.init), comment: "|")
    request.format = .csv
    let loaded = try DatasetLoader().load(request)
    #expect(loaded.dataset.table.sources.map(\.rows.count) == [32_561, 16_281])
    #expect(loaded.dataset.schema.classNames == ["<=50K", ">50K"])
    #expect(loaded.labelRepairs.map(\.from) == ["<=50K.", ">50K."])
    #expect(loaded.labelRepairs.map(\.rowCount) == [12_435, 3_846])
    let missing = loaded.dataset.table["workclass"]?.texts.count { $0 == nil }
    #expect(missing == 1_836 + 963)
  }

  @Test(.enabled(if: isFetched("mnist"))) func mnist() throws {
    let request = DataRequest(
      source: .parts(
        train: file(
          "mnist/train-images-idx3-ubyte.gz", labels: "mnist/train-labels-idx1-ubyte.gz"),
        dev: nil,
        test: file("mnist/t10k-images-idx3-ubyte.gz", labels: "mnist/t10k-labels-idx1-ubyte.gz")),
      split: split)
    let dataset = try DatasetLoader().load(request).dataset
    #expect(dataset.split.train.count == 51_000)
    #expect(dataset.schema.classNames == (0..<10).map(String.init))
    // The class sizes of the test part, as LeCun et al. publish them.
    #expect(
      dataset.classCounts(in: .test) == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
  }

  @Test(.enabled(if: isFetched("california_housing"))) func californiaHousing() throws {
    let request = DataRequest(
      source: .file(file("california_housing/housing.csv")), target: "median_house_value",
      split: split)
    let dataset = try DatasetLoader().load(request).dataset
    #expect(dataset.table["total_bedrooms"]?.numbers.count { $0.isNaN } == 207)
    #expect(dataset.targetValues(of: Array(0..<20_640)).count { $0 == 500_001 } == 965)
    #expect(dataset.schema.features.last?.reason == "text with 5 levels")
  }

  @Test(.enabled(if: isFetched("titanic"))) func titanic() throws {
    let request = DataRequest(
      source: .file(file("titanic/titanic.csv")), target: "Survived", rowIDColumn: "PassengerId",
      split: split)
    let loaded = try DatasetLoader().load(request)
    #expect(loaded.dataset.table.rowCount == 891)
    #expect(loaded.dataset.cellText(rowID: 0, column: "Name") == "Braund, Mr. Owen Harris")
    #expect(
      loaded.dataset.schema.features.filter { $0.role == .drop }.map(\.name) == [
        "Name", "Ticket", "Cabin",
      ])
  }
}
