import Diagnostics
import Foundation
import Schema
import Testing

@testable import Datasets

@Suite struct DataCatalogTests {
  private let catalog = DataCatalog.standard

  @Test func theCatalogFileIsTheTable() throws {
    let path = "\(bundledFolder)/catalog.json"
    let expected = try catalog.json()
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(expected.utf8).write(to: URL(fileURLWithPath: path))
      Issue.record("recorded \(path)")
    }
    let found = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(
      String(decoding: found, as: UTF8.self) == expected, "record it anew: RECORD_SNAPSHOTS=1")
  }

  @Test func bundledFilesAreWhatTheCatalogSays() throws {
    for entry in catalog.entries where entry.isBundled {
      for file in entry.files {
        let path = "\(bundledFolder)/\(file.name)"
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(bytes.count == file.byteCount, "\(file.name)")
        #expect(SHA256.digest(of: bytes) == file.sha256, "\(file.name)")
        let dataset = try DatasetLoader().load(request(path, target: entry.target)).dataset
        #expect(dataset.table.rowCount == entry.rowCount, "\(file.name)")
        #expect(dataset.schema.features.count == entry.columnCount, "\(file.name)")
        #expect(dataset.schema.features.allSatisfy { $0.role == .number }, "\(file.name)")
        #expect(dataset.schema.task.rawValue == entry.task, "\(file.name)")
      }
    }
  }

  /// Cells and sums as scikit-learn 1.9.1 gives them.
  @Test func bundledValuesAreExact() throws {
    func column(_ name: String, _ column: String, target: String) throws -> [Double] {
      let path = "\(bundledFolder)/\(name).csv"
      return try DatasetLoader().load(request(path, target: target)).dataset.table[column]?.numbers
        ?? []
    }
    #expect(try column("diabetes", "bmi", target: "progression")[0] == 0.061696206518683294)
    #expect(try column("diabetes", "progression", target: "progression").reduce(0, +) == 67243)
    #expect(try column("breast_cancer", "mean_radius", target: "diagnosis")[0] == 17.99)
    #expect(try column("wine", "proline", target: "cultivar").reduce(0, +) == 132947)
    #expect(try column("digits", "pixel_0_2", target: "digit").reduce(0, +) == 9353)
    let iris = try DatasetLoader().load(request("\(bundledFolder)/iris.csv", target: "species"))
    #expect(iris.dataset.schema.classNames == ["setosa", "versicolor", "virginica"])
    #expect(iris.dataset.classCounts(in: .train) == [50, 50, 50])
  }

  @Test func everyEntryIsComplete() {
    #expect(Set(catalog.names).count == catalog.names.count)
    for entry in catalog.entries {
      #expect(!entry.licence.isEmpty && !entry.citation.isEmpty && !entry.source.isEmpty)
      #expect(PredictionTask(rawValue: entry.task) != nil)
      for file in entry.files {
        #expect(file.sha256.count == 64)
        #expect((file.url == nil) == entry.isBundled, "\(file.name)")
      }
    }
  }

  @Test func unknownNamesGetASuggestion() throws {
    #expect(try catalog.entry(named: "california-housing").name == "california_housing")
    let error = #expect(throws: DatasetError.self) { try catalog.entry(named: "mnsit") }
    #expect(error?.diagnostics.first?.hint == "did you mean \"mnist\"?")
    #expect(error?.isDataInvalid == false)
  }
}
