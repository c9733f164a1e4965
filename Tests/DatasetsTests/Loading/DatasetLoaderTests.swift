import Diagnostics
import Foundation
import Schema
import Testing

@testable import Datasets

@Suite struct DatasetLoaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String, _ change: (inout DataRequest) -> Void = { _ in }) throws
    -> LoadedDataset
  {
    var request = request(try folder.file("d.csv", text))
    change(&request)
    return try DatasetLoader().load(request)
  }

  private func failure(_ text: String, _ change: (inout DataRequest) -> Void = { _ in }) throws
    -> (messages: [String], isDataInvalid: Bool)
  {
    var request = request(try folder.file("d.csv", text))
    change(&request)
    return try folder.failure(request)
  }

  // MARK: The target

  @Test(arguments: [
    ("0,1,0,1", PredictionTask.binary, ["0", "1"]), ("1,2,3,2", .multiclass, ["1", "2", "3"]),
    ("-1,1,-1,1", .binary, ["-1", "1"]), ("no,yes,no,no", .binary, ["no", "yes"]),
    ("b,a,c,a", .multiclass, ["a", "b", "c"]), ("0.5,1,0,1", .regression, []),
    ("3,4,5,6", .regression, []), ("0,2,4,2", .regression, []), ("7,7,7,7", .regression, []),
    ("x,x,x,x", .binary, ["x"]),
  ])
  func theTaskIsToldByTheTarget(cells: String, task: PredictionTask, classes: [String]) throws {
    let rows = cells.split(separator: ",").enumerated().map { "\($0),\($1)" }
    let schema = try load("x,y\n" + rows.joined(separator: "\n")).dataset.schema
    #expect(schema.task == task)
    #expect(schema.classNames == classes)
  }

  @Test func manyWholeNumbersAreAQuantity() throws {
    let rows = (0..<42).map { "\($0 * 3),\($0 % 21)" }.joined(separator: "\n")
    #expect(try load("x,y\n\(rows)").dataset.schema.task == .regression)
    #expect(
      try load("x,y\n\(rows)") { $0.task = .multiclass }.dataset.schema.classNames
        == (0..<21).map(String.init))
  }

  @Test func classesAreSortedAndThePositiveOneIsLast() throws {
    let text = "x,y\n1,b\n2,a\n3,b\n"
    #expect(try load(text).dataset.classIndices(of: [0, 1, 2]) == [1, 0, 1])
    let reversed = try load(text) { $0.positive = "a" }.dataset
    #expect(reversed.schema.classNames == ["b", "a"])
    #expect(reversed.classIndices(of: [0, 1, 2]) == [0, 1, 0])
    #expect(reversed.targetValues(of: [1]) == [1])
    #expect(reversed.classCounts(in: .train) == [2, 1])
    // 10 after 9: numbers by size.
    #expect(
      try load("x,y\n1,10\n2,9\n3,10\n") { $0.task = .binary }.dataset.schema.classNames == [
        "9", "10",
      ])
  }

  @Test func labelsCanBeMapped() throws {
    let loaded = try load("x,y\n1,b\n2,B\n3,c\n") { $0.labelMap = ["B": "b", "z": "b"] }
    #expect(loaded.dataset.schema.classNames == ["b", "c"])
    #expect(
      loaded.warnings.map(\.message) == ["data.label_map must name labels of \"y\"; got \"z\""])
    let numeric = try load("x,y\n1,1\n2,2\n3,9\n") { $0.labelMap = ["9": "2"] }
    #expect(numeric.dataset.schema.classNames == ["1", "2"])
  }

  @Test func everyRowNeedsATarget() throws {
    let (messages, isDataInvalid) = try failure("x,y\n1,a\n2,\n3,b\n4,\n")
    #expect(
      messages == [
        """
        error: the target "y" must have a value in every row; got none in 2 of 4 rows: d.csv:3, d.csv:5
             = to leave these rows out: data.rows_without_target: drop
        """
      ])
    #expect(isDataInvalid)
    #expect(
      try failure("x,y\n1,0.5\n2,inf\n").messages == [
        "d.csv:3:1: error: the target \"y\" must be finite; got inf"
      ])
  }

  // MARK: Problems of the spec

  @Test func everythingTheSpecNamesWronglyIsReportedAtOnce() throws {
    let (messages, isDataInvalid) = try failure("size,shape,kind\n1,round,a\n2,flat,b\n") {
      $0.target = "kinds"
      $0.rowIDColumn = "nr"
      $0.weight = "shape"
      $0.features = ["shap": .drop, "shape": .number]
    }
    #expect(
      messages == [
        """
        error: data.target must be a column of "d.csv"; got "kinds"
             | did you mean "kind"?
             = columns: size, shape, kind
        """,
        """
        error: data.row_id must be a column of "d.csv"; got "nr"
             | columns: size, shape, kind
        """,
        """
        error: data.features must be a column of "d.csv"; got "shap"
             | did you mean "shape"?
             = columns: size, shape, kind
        """,
        "error: data.weight needs a column of numbers; got \"round\" at d.csv:2",
      ])
    #expect(!isDataInvalid)
  }

  @Test func diagnosticsPointIntoTheSpec() throws {
    let place = Datasets_SourceLocation(file: "s.yaml", line: 9, column: 11)
    let mark = Mark(location: place, excerpt: Excerpt(line: "  target: z", length: 1))
    let (messages, _) = try failure("x,y\n1,2\n2,3\n") {
      $0.target = "z"
      $0.marks = ["target": mark]
    }
    #expect(
      messages == [
        """
        s.yaml:9:11: error: data.target must be a column of "d.csv"; got "z"
           9 |   target: z
             |           ^ did you mean "x"?
             = columns: x, y
        """
      ])
  }

  @Test func aTargetMustBeNamed() throws {
    #expect(
      try failure("a,b\n1,2\n") { $0.target = nil }.messages == [
        """
        error: data.target must name the column to predict; got none
             | columns: a, b
        """
      ])
  }

  @Test func delimitedTextHasNoFileOfLabels() throws {
    var request = request(try folder.file("l.csv", "x,y\n1,2\n"))
    request.source = .file(DataRequest.FilePath("\(folder.path)/l.csv", labels: "labels"))
    let (messages, isDataInvalid) = try folder.failure(request)
    #expect(
      messages == [
        "error: delimited text has its labels in a column; got \"labels\" beside \"l.csv\""
      ])
    #expect(!isDataInvalid)
  }

  @Test func theTaskMustFitTheTarget() throws {
    let text = "x,y\n1,a\n2,b\n3,c\n"
    #expect(
      try failure(text) { $0.task = .regression }.messages == [
        "error: data.task: regression needs a target of numbers; got \"a\" at d.csv:2 in \"y\""
      ])
    #expect(
      try failure(text) { $0.task = .binary }.messages == [
        "error: data.task: binary needs a target with two classes; got 3 in \"y\": \"a\", \"b\", \"c\""
      ])
    #expect(
      try failure(text) { $0.positive = "a" }.messages == [
        "error: data.positive needs a target with two classes; got 3 in \"y\""
      ])
    #expect(
      try failure("x,y\n1,no\n2,yes\n") { $0.positive = "Yes" }.messages == [
        """
        error: data.positive must be a class of "y"; got "Yes"
             | did you mean "yes"?
        """
      ])
    #expect(
      try failure("x,y\n1,0.5\n2,1.5\n") { $0.positive = "1.5" }.messages == [
        "error: data.positive needs a target with two classes; got \"1.5\" for the number \"y\""
      ])
  }

  @Test func aRoleMustFitItsColumn() throws {
    let (messages, isDataInvalid) = try failure("x,y\n1,a\n2,b\nthree,a\n") {
      $0.features = ["x": .number]
    }
    #expect(
      messages == [
        """
        error: data.features: number needs numbers in "x"; got "three" at d.csv:4
             = if it means a missing value: data.csv.missing: {x: ["NA", "NaN", "three"]}
        """
      ])
    #expect(!isDataInvalid)
    #expect(
      try failure("x,y\n1,a\n2,b\n") { $0.features = ["x": .drop] }.messages == [
        "error: data.features must leave at least one column as input; got none"
      ])
  }

  @Test func aMissingFileIsASpecProblem() throws {
    _ = try folder.file("train.csv", "x,y\n1,2\n")
    let (messages, isDataInvalid) = try folder.failure(request("\(folder.path)/trian.csv"))
    #expect(
      messages == [
        """
        error: a data file must exist; got "trian.csv"
             | did you mean "train.csv"?
        """
      ])
    #expect(!isDataInvalid)
    let fetchable = try folder.failure(request("\(folder.path)/adult/adult.data"))
    #expect(fetchable.messages[0].hasSuffix("= get it once with: assay data fetch adult"))
  }

  // MARK: Roles

  @Test func rolesAreInferredWithTheirReason() throws {
    var text = "n,t,holes,name,empty,y\n"
    for i in 0..<120 {
      text += "\(i),\(i % 3 == 0 ? "a" : "b"),\(i % 2 == 0 ? "" : "1"),n\(i),,\(i % 2)\n"
    }
    let loaded = try load(text)
    #expect(
      loaded.dataset.schema.features == [
        .init(name: "n", role: .number, reason: "all 120 values are numbers"),
        .init(name: "t", role: .category, reason: "text with 2 levels"),
        .init(name: "holes", role: .number, reason: "all 60 values are numbers, 60 missing"),
        .init(name: "name", role: .drop, reason: "text with 120 levels in 120 values"),
        .init(name: "empty", role: .drop, reason: "no row has a value"),
      ])
    #expect(
      loaded.warnings.map(\.message) == [
        "column \"name\" is dropped: text with 120 levels in 120 values",
        "column \"empty\" is dropped: no row has a value",
      ])
  }

  @Test func rolesCanBeSaid() throws {
    let loaded = try load("id,code,w,x,y\n7,01,1,a,0\n8,02,0.5,b,1\n9,01,2,c,0\n") {
      $0.features = ["code": .category, "x": .drop]
      $0.rowIDColumn = "id"
      $0.weight = "w"
    }
    let dataset = loaded.dataset
    #expect(dataset.schema.features.map(\.name) == ["code", "x"])
    #expect(dataset.table["code"]?.texts == ["01", "02", "01"])
    #expect(dataset.rowName(1) == "8")
    #expect(dataset.weights(of: [2, 0]) == [2, 1])
    #expect(dataset.cellText(rowID: 1, column: "x") == "b")
  }

  @Test func weightsMustBeWeights() throws {
    let (messages, isDataInvalid) = try failure("w,x,y\n1,1,0\n-2,1,1\n") { $0.weight = "w" }
    #expect(
      messages == [
        "d.csv:3:1: error: a weight must be a finite number of at least 0; got -2 in \"w\" at d.csv:3"
      ])
    #expect(isDataInvalid)
    #expect(
      try failure("w,x,y\n0,1,0\n0,1,1\n") { $0.weight = "w" }.messages == [
        "error: data.weight must be above 0 in some row of \"d.csv\"; got 0 in all 2 rows of \"w\""
      ])
    let repeated = try load("i,x,y\n1,1,0\n1,2,1\n") { $0.rowIDColumn = "i" }
    #expect(
      repeated.warnings.map(\.message) == [
        "data.row_id should be different in every row; got 1 repeated id in \"i\""
      ])
  }

  /// Rows of weight 0 are in no split, and the others are split as if those were not there.
  @Test func aWeightOfZeroIsNoRow() throws {
    let rows = (0..<20).map { "\($0 % 5 == 2 ? 0 : 1),\($0),\($0 % 2)" }
    let loaded = try load("w,x,y\n" + rows.joined(separator: "\n") + "\n") { $0.weight = "w" }
    let split = loaded.dataset.split
    #expect((split.train + split.dev + split.test).sorted() == (0..<20).filter { $0 % 5 != 2 })
    #expect(
      loaded.warnings.map(\.message) == [
        "rows of weight 0 are left out; got 4 of 20 rows in \"\(folder.path)/d.csv\""
      ])
    let kept = rows.filter { !$0.hasPrefix("0") }
    let without = try load("w,x,y\n" + kept.joined(separator: "\n") + "\n") { $0.weight = "w" }
    let values = loaded.dataset.table["x"]?.numbers ?? []
    let others = without.dataset.table["x"]?.numbers ?? []
    #expect(split.test.map { values[$0] } == without.dataset.split.test.map { others[$0] })
  }

  // MARK: Several files

  private func parts(_ train: String, _ test: String) throws -> DataRequest {
    var request = request(try folder.file("train.csv", train))
    request.source = .parts(
      train: DataRequest.FilePath("\(folder.path)/train.csv"), dev: nil,
      test: DataRequest.FilePath(try folder.file("test.csv", test)))
    return request
  }

  @Test func filesArePutBelowEachOther() throws {
    let dataset = try DatasetLoader().load(parts("x,t,y\n1,a,0\n2,b,1\n", "t,y,x\nc,0,3\na,1,4\n"))
      .dataset
    #expect(dataset.table["x"]?.numbers == [1, 2, 3, 4])
    #expect(dataset.table["t"]?.texts == ["a", "b", "c", "a"])
    #expect(dataset.split == Split(train: [0, 1], dev: [], test: [2, 3]))
    #expect(dataset.table.sources.map(\.rows) == [0..<2, 2..<4])
    #expect(
      (0..<4).map(dataset.rowName) == ["train.csv:1", "train.csv:2", "test.csv:1", "test.csv:2"])
  }

  @Test func filesMustHaveTheSameColumns() throws {
    let (messages, isDataInvalid) = try folder.failure(parts("a,b,y\n1,2,0\n", "a,c,y\n1,2,0\n"))
    #expect(
      messages == [
        "error: \"test.csv\" must have the columns of \"train.csv\"; got no \"b\" and \"c\" besides"
      ])
    #expect(isDataInvalid)
  }

  @Test func aColumnIsTheSameKindInAllFiles() throws {
    let (messages, isDataInvalid) = try folder.failure(
      parts("a,y\n1,0\n2,1\n", "a,y\n3,0\nlow,1\n"))
    #expect(
      messages == [
        """
        test.csv:3:1: error: column "a" holds numbers in "train.csv" and must do so in "test.csv"; got "low"
             = if it means a missing value: data.csv.missing: {a: ["NA", "NaN", "low"]}
             = if the column holds categories, say so: data.features: {a: category}
        """
      ])
    #expect(isDataInvalid)
    var asText = try parts("a,y\n1,0\n2,1\n", "a,y\n3,0\nlow,1\n")
    asText.features = ["a": .category]
    #expect(try DatasetLoader().load(asText).dataset.table["a"]?.texts == ["1", "2", "3", "low"])
    // A column without any value in one file fits either kind.
    let holes = try DatasetLoader().load(parts("a,x,y\nk,1,0\nl,2,1\n", "a,x,y\n,3,0\n,4,1\n"))
    #expect(holes.dataset.table["a"]?.texts == ["k", "l", nil, nil])
  }

  @Test func faultsOfAllFilesAreReported() throws {
    let (messages, isDataInvalid) = try folder.failure(parts("a,y\n1,0\n2\n", "a,y\n3,0,4\n"))
    #expect(
      messages == [
        """
        train.csv:3:1: error: a row must have 2 cells; got 1
             = to leave out the lines behind the last row: data.csv.skip_footer: 1
        """,
        "test.csv:2:1: error: a row must have 2 cells; got 3",
      ])
    #expect(isDataInvalid)
  }

  @Test func labelsThatDifferByAFullStopAreReadAsOneAndReported() throws {
    let loaded = try DatasetLoader().load(
      parts("x,y\n1,>50K\n2,<=50K\n3,<=50K\n", "x,y\n4,>50K.\n5,<=50K.\n6,<=50K.\n"))
    #expect(loaded.dataset.schema.classNames == ["<=50K", ">50K"])
    #expect(loaded.dataset.classIndices(of: Array(0..<6)) == [1, 0, 0, 1, 0, 0])
    let file = "\(folder.path)/test.csv"
    #expect(
      loaded.labelRepairs == [
        LabelRepair(from: ">50K.", to: ">50K", rowCount: 1, file: file),
        LabelRepair(from: "<=50K.", to: "<=50K", rowCount: 2, file: file),
      ])
    #expect(loaded.labelLookalikes.isEmpty)
  }

  @Test func labelsThatOnlyLookAlikeAreLeftAlone() throws {
    let loaded = try DatasetLoader().load(parts("x,y\n1,Yes\n2,No\n", "x,y\n3,yes\n4,No\n5,no\n"))
    let file = "\(folder.path)/test.csv"
    #expect(loaded.dataset.schema.classNames == ["No", "Yes", "no", "yes"])
    #expect(loaded.labelRepairs.isEmpty)
    #expect(
      loaded.labelLookalikes == [
        LabelRepair(from: "yes", to: "Yes", rowCount: 1, file: file),
        LabelRepair(from: "no", to: "No", rowCount: 1, file: file),
      ])
    // Blanks are repaired like the full stop …
    let blank = try DatasetLoader().load(parts("x,y\n1, a\n2, b\n", "x,y\n3,a.\n4,b.\n"))
    #expect(blank.dataset.schema.classNames == [" a", " b"])
    #expect(blank.labelRepairs.map(\.to) == [" a", " b"])
    // … but one file that uses both spellings may mean two things.
    let within = try DatasetLoader().load(request(folder.file("one.csv", "x,y\n1,a\n2,a.\n3,a\n")))
    #expect(within.dataset.schema.classNames == ["a", "a."])
    #expect(within.labelRepairs.isEmpty)
    #expect(within.labelLookalikes.map(\.from) == ["a."])
    // Signs carry meaning.
    let signs = try DatasetLoader().load(request(folder.file("two.csv", "x,y\n1,<5\n2,>5\n")))
    #expect(signs.labelLookalikes.isEmpty)
  }
}

/// Both Testing and Diagnostics have a type of this name.
typealias Datasets_SourceLocation = Diagnostics.SourceLocation
