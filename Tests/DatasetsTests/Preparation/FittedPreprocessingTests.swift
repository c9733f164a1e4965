import Diagnostics
import Foundation
import LinearAlgebra
import Schema
import Testing

@testable import Datasets

/// What scikit-learn makes of a small table; the script beside it says how.
private struct Fixture: Decodable {
  struct Case: Decodable {
    let scale: String
    let impute: String?
    let inputs: [[Double]]
  }

  let numbers: [[Double?]]
  let colours: [String]
  let bytes: [[UInt8]]
  let trainCount: Int
  let numberCases: [Case]
  let withIndicators: [[Double]]
  let byteCases: [Case]
  let oneHotLevels: [String]
  let oneHot: [[Double]]
  let ordinal: [[Double]]

  static func read() throws -> Fixture {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/preprocessing.json")
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
  }
}

@Suite struct FittedPreprocessingTests {
  private func dataset(_ columns: [Column], roles: [FeatureRole], trainCount: Int? = nil) -> Dataset
  {
    let rowCount: Int =
      switch columns[0].values {
      case .numbers(let numbers): numbers.count
      case .bytes(let bytes): bytes.count
      case .categories(let codes, _): codes.count
      }
    let target = Column(name: "y", values: .numbers((0..<rowCount).map { Double($0) * 2 + 1 }))
    let trainCount = trainCount ?? rowCount
    return Dataset(
      table: Table(columns: columns + [target], rowCount: rowCount, sources: []),
      schema: TableSchema(
        task: .regression, target: "y", classNames: [],
        features: zip(columns, roles).map {
          TableSchema.Feature(name: $0.name, role: $1, reason: "")
        }, rowIDColumn: nil, weight: nil),
      split: Split(train: Array(0..<trainCount), dev: [], test: Array(trainCount..<rowCount)))
  }

  private func request(
    _ scale: PreprocessingRequest.Scale = .none, _ impute: PreprocessingRequest.Imputation = .mean,
    indicators: Bool = false, encode: PreprocessingRequest.Encoding = .oneHot,
    unknown: PreprocessingRequest.UnknownCategory = .ignore,
    target: PreprocessingRequest.TargetScale = .none, clip: Double? = nil
  ) -> PreprocessingRequest {
    PreprocessingRequest(
      scale: scale, impute: impute, indicators: indicators, encode: encode,
      unknownCategory: unknown, targetScale: target, clip: clip)
  }

  private func categories(_ name: String, _ texts: [String?]) -> Column {
    var levels: [String] = []
    let codes = texts.map { text -> Int32 in
      guard let text else { return -1 }
      if let index = levels.firstIndex(of: text) { return Int32(index) }
      levels.append(text)
      return Int32(levels.count - 1)
    }
    return Column(name: name, values: .categories(codes: codes, levels: levels))
  }

  private func inputs(_ dataset: Dataset, _ request: PreprocessingRequest) throws -> Matrix {
    let fitted = try FittedPreprocessing.fitted(
      to: dataset, rowIDs: dataset.split.train, request: request)
    return try fitted.inputs(
      of: dataset.table, rowIDs: Array(0..<dataset.table.rowCount), as: Double.self)
  }

  /// Sums are taken in another order than NumPy's, so the last digits of a mean may differ; the
  /// column around 1e9 loses nine digits to its size, its deviation being 1.
  private func expectClose(
    _ found: Matrix, _ expected: [[Double]], tolerance: [Double], _ comment: String
  ) {
    #expect(found.rowCount == expected.count, "\(comment)")
    #expect(found.columnCount == expected[0].count, "\(comment)")
    guard found.columnCount == expected[0].count else { return }
    for (i, row) in expected.enumerated() {
      for (j, value) in row.enumerated() {
        let error = abs(found[i, j] - value)
        #expect(error <= tolerance[j] * max(1, abs(value)), "\(comment): row \(i), column \(j)")
      }
    }
  }

  @Test func numbersAgreeWithScikitLearn() throws {
    let fixture = try Fixture.read()
    let columns = (0..<5).map { j in
      Column(name: "n\(j)", values: .numbers(fixture.numbers.map { $0[j] ?? .nan }))
    }
    let data = dataset(
      columns, roles: Array(repeating: .number, count: 5), trainCount: fixture.trainCount)
    #expect(fixture.numberCases.count == 12)
    for example in fixture.numberCases {
      let impute: PreprocessingRequest.Imputation =
        switch example.impute {
        case "median": .median
        case "most_frequent": .mostFrequent
        case "constant": .constant(-1.5)
        default: .mean
        }
      let scale = try #require(PreprocessingRequest.Scale(rawValue: example.scale))
      let found = try inputs(data, request(scale, impute))
      expectClose(
        found, example.inputs, tolerance: [1e-12, 1e-12, 1e-12, 1e-12, 1e-6],
        "\(example.scale), \(example.impute ?? "")")
    }
    // scikit-learn puts the indicators of columns 0 and 2 at the end; ours stand behind their column.
    let found = try inputs(data, request(indicators: true))
    let reordered = fixture.withIndicators.map {
      [$0[0], $0[5], $0[1], $0[2], $0[6], $0[3], $0[4]]
    }
    expectClose(found, reordered, tolerance: Array(repeating: 1e-12, count: 7), "indicators")
  }

  @Test func bytesAgreeWithScikitLearn() throws {
    let fixture = try Fixture.read()
    let columns = (0..<2).map { j in
      Column(name: "b\(j)", values: .bytes(fixture.bytes.map { $0[j] }))
    }
    let data = dataset(columns, roles: [.number, .number], trainCount: fixture.trainCount)
    for example in fixture.byteCases {
      let scale = try #require(PreprocessingRequest.Scale(rawValue: example.scale))
      expectClose(
        try inputs(data, request(scale)), example.inputs, tolerance: [1e-12, 1e-12], example.scale)
    }
  }

  @Test func categoriesAgreeWithScikitLearn() throws {
    let fixture = try Fixture.read()
    let data = dataset(
      [categories("c", fixture.colours)], roles: [.category], trainCount: fixture.trainCount)
    let fitted = try FittedPreprocessing.fitted(
      to: data, rowIDs: data.split.train, request: request())
    #expect(fitted.inputNames == fixture.oneHotLevels.map { "c=\($0)" })
    #expect(try inputs(data, request(.standard)) == Matrix(rows: fixture.oneHot))
    #expect(try inputs(data, request(encode: .ordinal)) == Matrix(rows: fixture.ordinal))
  }

  @Test func aConstantColumnBecomesZeros() throws {
    // 0.1 has no exact double: its mean is off by rounding, which must not be blown up.
    let data = dataset(
      [Column(name: "c", values: .numbers(Array(repeating: 0.1, count: 7)))], roles: [.number])
    for scale in PreprocessingRequest.Scale.allCases where scale != .none {
      #expect(try inputs(data, request(scale)).storage.allSatisfy { abs($0) < 1e-15 }, "\(scale)")
    }
  }

  @Test func anEmptyColumnBecomesZeros() throws {
    let data = dataset(
      [Column(name: "e", values: .numbers([.nan, .nan, 5]))], roles: [.number], trainCount: 2)
    #expect(try inputs(data, request(.standard)).storage.array == [0, 0, 5])
  }

  @Test func oneRowIsEnough() throws {
    let data = dataset([Column(name: "a", values: .numbers([3]))], roles: [.number])
    #expect(try inputs(data, request(.standard)).storage.array == [0])
  }

  @Test func infinityStaysForTheGateToSee() throws {
    let data = dataset([Column(name: "a", values: .numbers([1, 3, .infinity]))], roles: [.number])
    #expect(try inputs(data, request(.standard)).storage.array == [-1, 1, .infinity])
  }

  @Test func missingCellsNeedSomethingThatStandsForThem() throws {
    let data = dataset(
      [
        Column(name: "a", values: .numbers([1, .nan])),
        Column(name: "b", values: .numbers([1, 2])),
        Column(name: "c", values: .numbers([.nan, 2])), categories("k", [nil, "x"]),
      ], roles: [.number, .number, .number, .category])
    let error = #expect(throws: DatasetError.self) { try inputs(data, request(.standard, .none)) }
    #expect(
      error?.diagnostics.map(\.message) == [
        "preprocessing.impute: none needs columns of numbers without missing cells; got missing cells "
          + "in \"a\", \"c\""
      ])
    #expect(error?.isDataInvalid == false)
  }

  @Test func missingCategoriesAreALevelOrTheCommonestOne() throws {
    let data = dataset(
      [categories("k", ["b", nil, "a", "b", nil, "q"])], roles: [.category], trainCount: 4)
    let own = try FittedPreprocessing.fitted(to: data, rowIDs: data.split.train, request: request())
    #expect(own.inputNames == ["k=a", "k=b", "k=(missing)"])
    #expect(
      try inputs(data, request()).storage.array
        == [0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])
    let common = try FittedPreprocessing.fitted(
      to: data, rowIDs: data.split.train, request: request(.none, .mostFrequent, indicators: true))
    #expect(common.inputNames == ["k=a", "k=b", "k is missing"])
    #expect(
      try inputs(data, request(.none, .mostFrequent, indicators: true)).storage.array
        == [0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0])
  }

  @Test func anUnknownCategoryCanBeAnError() throws {
    let data = dataset([categories("k", ["a", "b", "c"])], roles: [.category], trainCount: 2)
    let error = #expect(throws: DatasetError.self) { try inputs(data, request(unknown: .error)) }
    #expect(
      error?.diagnostics.map(\.message) == [
        "column \"k\" must hold a level of the training rows; got \"c\" in row 3"
      ])
  }

  @Test func clippingComesLast() throws {
    let data = dataset([Column(name: "a", values: .numbers([-10, 0, 10]))], roles: [.number])
    #expect(try inputs(data, request(clip: 2.5)).storage.array == [-2.5, 0, 2.5])
  }

  @Test func onlyTheGivenRowsAreLookedAt() throws {
    let a = dataset(
      [Column(name: "a", values: .numbers([1, 3, 1000]))], roles: [.number], trainCount: 2)
    let b = dataset(
      [Column(name: "a", values: .numbers([1, 3, -7]))], roles: [.number], trainCount: 2)
    let fit = {
      try FittedPreprocessing.fitted(to: $0, rowIDs: [0, 1], request: self.request(.standard))
    }
    #expect(try fit(a) == fit(b))
  }

  @Test func oneRowGivesTheSameAsManyInBothPrecisions() throws {
    let data = dataset(
      [
        Column(name: "a", values: .numbers([1, .nan, 4, 9])),
        categories("k", ["x", "y", nil, "z"]),
        Column(name: "b", values: .bytes([0, 255, 7, 9])),
      ], roles: [.number, .category, .number], trainCount: 3)
    let fitted = try FittedPreprocessing.fitted(
      to: data, rowIDs: data.split.train, request: request(.standard, indicators: true))
    let all = try fitted.inputs(of: data.table, rowIDs: [3, 0, 1, 2], as: Double.self)
    let single = try fitted.inputs(of: data.table, rowIDs: [3, 0, 1, 2], as: Float.self)
    #expect(single == all.converted(to: Float.self))
    let bound = try BoundPreprocessing<Double>(fitted, to: data.table)
    var row = [Double](repeating: .nan, count: fitted.inputCount)
    for (i, id) in [3, 0, 1, 2].enumerated() {
      try bound.inputs(of: id, into: &row)
      #expect(row == all.row(i))
    }
  }

  @Test func survivesJSON() throws {
    let data = dataset(
      [Column(name: "a", values: .numbers([1, .nan, 4])), categories("k", ["x", nil, "y"])],
      roles: [.number, .category])
    let fitted = try FittedPreprocessing.fitted(
      to: data, rowIDs: [0, 1, 2], request: request(.robust, .median, indicators: true, clip: 3))
    let copy = try JSONDecoder().decode(
      FittedPreprocessing.self, from: JSONEncoder().encode(fitted))
    #expect(copy == fitted)
  }

  @Test func targetsGoThereAndBack() throws {
    let data = dataset([Column(name: "a", values: .numbers([1, 2, 3]))], roles: [.number])
    let fitted = try FittedPreprocessing.fitted(
      to: data, rowIDs: [0, 1, 2], request: request(target: .standard))
    // Targets 1, 3, 5: mean 3, deviation √(8/3).
    let scaled = fitted.scaledTargets([1, 3, 5])
    #expect(abs(scaled[0] + 2 / (8.0 / 3).squareRoot()) < 1e-15)
    #expect(scaled[1] == 0)
    let back = fitted.unscaledOutputs(Matrix(rowCount: 3, columnCount: 1, storage: scaled))
    for (found, expected) in zip(back.storage.array, [1.0, 3, 5]) {
      #expect(abs(found - expected) < 1e-14)
    }
    let plain = try FittedPreprocessing.fitted(to: data, rowIDs: [0], request: request())
    #expect(plain.scaledTargets([7]) == [7])
  }

  @Test func otherDataMustFit() throws {
    let data = dataset([Column(name: "a", values: .numbers([1, 2]))], roles: [.number])
    let fitted = try FittedPreprocessing.fitted(to: data, rowIDs: [0, 1], request: request())
    func message(_ column: Column) -> [String] {
      let table = Table(columns: [column], rowCount: 2, sources: [])
      do {
        _ = try fitted.inputs(of: table, rowIDs: [0], as: Double.self)
        return []
      } catch let error as DatasetError { return error.diagnostics.map(\.message) } catch {
        return []
      }
    }
    #expect(
      message(Column(name: "b", values: .numbers([1, 2])))
        == ["the data must have the column \"a\"; got none"])
    #expect(
      message(categories("a", ["x", "y"]))
        == ["column \"a\" must hold numbers, as in training; got \"x\""])
  }
}
