import Diagnostics
import Schema
import Testing

@testable import Datasets

/// Names are never numbers, and numbers that are nearly all there are not taken for names.
@Suite struct NamesAndNumbersTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String, _ change: (inout DataRequest) -> Void = { _ in }) throws
    -> LoadedDataset
  {
    var request = request(try folder.file("n.csv", text))
    change(&request)
    return try DatasetLoader().load(request)
  }

  private func failure(_ text: String, _ change: (inout DataRequest) -> Void = { _ in }) throws
    -> [String]
  {
    var request = request(try folder.file("n.csv", text))
    change(&request)
    return try folder.failure(request).messages
  }

  /// Sixty prices with one other cell in line 32.
  private func prices(_ other: String, column: Int) -> String {
    var text = "a,b,y\n"
    for i in 0..<60 {
      let price = i == 30 ? other : "\(i % 30).5"
      text += column == 2 ? "\(i * i),\(i % 7),\(price)\n" : "\(price),\(i % 7),\(i * 3 % 50).5\n"
    }
    return text
  }

  // MARK: Names

  @Test func groupsBeyondTheNumbersOfADoubleAreDistinct() throws {
    // As doubles, all ten are the same number.
    let rows = (1...10).flatMap { id in
      (0..<3).map { "15822181956259389\(id < 10 ? "0" : "")\(id),\($0),\(($0 + id) % 2)" }
    }
    let dataset = try load("g,x,y\n" + rows.joined(separator: "\n")) {
      $0.split = SplitRequest(method: .group(column: "g"), dev: 0.2, test: 0.2, seed: 1)
    }.dataset
    #expect(Set(dataset.table["g"]?.texts ?? []).count == 10)
    #expect(!dataset.split.dev.isEmpty && !dataset.split.test.isEmpty)
    #expect(dataset.schema.features.map(\.role) == [.drop, .number])
  }

  @Test func spellingsOfANumberAreDifferentNames() throws {
    let text = "id,g,x,y\n0012,0012,1,0012\n12,12,2,12\n1.2e1,1.2e1,3,1.2e1\n"
    let dataset = try load(text) {
      $0.task = .multiclass
      $0.rowIDColumn = "id"
      $0.split.method = .group(column: "g")
    }.dataset
    for column in ["id", "g", "y"] {
      #expect(Set(dataset.table[column]?.texts ?? []) == ["0012", "12", "1.2e1"])
    }
    #expect(dataset.schema.classNames.count == 3)
  }

  @Test func labelsBeyondTheNumbersOfADoubleAreDistinct() throws {
    let loaded = try load("x,y\n1,9007199254740993\n2,9007199254740992\n3,9007199254740993\n") {
      $0.task = .binary
    }
    #expect(loaded.dataset.schema.classNames == ["9007199254740992", "9007199254740993"])
    #expect(loaded.labelLookalikes.isEmpty)
  }

  @Test func anotherSpellingOfANumberInAnotherFileIsReadAsTheSameClass() throws {
    var request = request(try folder.file("train.csv", "x,y\n1,0\n2,1\n"))
    request.source = .parts(
      train: DataRequest.FilePath("\(folder.path)/train.csv"), dev: nil,
      test: DataRequest.FilePath(try folder.file("test.csv", "x,y\n3,0.0\n4,1.0\n")))
    let loaded = try DatasetLoader().load(request)
    #expect(loaded.dataset.schema.classNames == ["0", "1"])
    #expect(loaded.labelRepairs.map(\.from) == ["0.0", "1.0"])
  }

  @Test func anInputThatSplitsTheRowsIsANumber() throws {
    let dataset = try load("t,y\n3,0.5\n1,1.5\n02,2.5\n") {
      $0.features = ["t": .number]
      $0.split = SplitRequest(method: .time(column: "t"), dev: 0, test: 0.3, seed: 1)
    }.dataset
    #expect(dataset.split.test == [0])
    #expect(dataset.table["t"]?.numbers == [3, 1, 2])
  }

  // MARK: Numbers of the spec

  @Test(arguments: ["1", "1.0", "1e0", "+1", "01"])
  func aNumberOfTheSpecIsThatNumberInTheCells(_ one: String) throws {
    let text = "dose,x,y\n1,3,1\n2,4,0\n1,5,1\n"
    let dataset = try load(text) { $0.positive = one }.dataset
    #expect(dataset.schema.classNames == ["0", "1"])
    #expect(dataset.rows([0, 1, 2], where: [("dose", one)]) == [0, 2])
    let asText = try load(text) { $0.features = ["dose": .category] }.dataset
    #expect(asText.rows([0, 1, 2], where: [("dose", one)]) == [0, 2])
    let mapped = try load(text) { $0.labelMap = [one: "yes", "0.0": "no"] }
    #expect(mapped.dataset.schema.classNames == ["no", "yes"])
    #expect(mapped.warnings.isEmpty)
  }

  @Test func theSameTextComesBeforeTheSameNumber() {
    let levels = ["12", "0012", "1.2e1", "9007199254740993"]
    #expect(CellMatch.indices(of: "0012", among: levels) == [1])
    #expect(CellMatch.indices(of: "12.0", among: levels) == [0, 1, 2])
    #expect(CellMatch.indices(of: "9007199254740992", among: levels).isEmpty)
    #expect(CellMatch.indices(of: "twelve", among: levels).isEmpty)
  }

  @Test func textsThatUnicodeCallsEqualAreEqual() throws {
    // é as one scalar, and as e with an accent.
    let text =
      "c,g,x,y\n\u{E9}t\u{E9},a,1,\u{E9}\ne\u{301}te\u{301},b,2,e\u{301}\n\u{E9}t\u{E9},a,3,o\n"
    let loaded = try load(text) { $0.split.method = .group(column: "c") }
    let dataset = loaded.dataset
    #expect(dataset.schema.classNames == ["o", "\u{E9}"])
    #expect(dataset.classIndices(of: [0, 1, 2]) == [1, 1, 0])
    #expect(dataset.rows([0, 1, 2], where: [("c", "e\u{301}te\u{301}")]) == [0, 1, 2])
    guard case .categories(_, let levels)? = dataset.table["c"]?.values else {
      Issue.record("no text")
      return
    }
    #expect(levels.count == 1)
    // The one group cannot be in two parts.
    #expect(
      try failure(text) {
        $0.split = SplitRequest(method: .group(column: "c"), dev: 0, test: 0.5, seed: 1)
      } == ["error: data.split.by group needs at least 2 groups; got 1 in \"c\""])
  }

  // MARK: Missing words

  @Test func aMissingWordOfOneColumnIsAValueOfAnother() throws {
    let text = "age,grade,y\n31,None,0\nNone,A,1\n40,None,0\n"
    let table = try load(text) { $0.csv.missing.byColumn = ["age": ["None"]] }.dataset.table
    #expect(table["age"]?.numbers.map(\.isNaN) == [false, true, false])
    #expect(table["grade"]?.texts == ["None", "A", "None"])
    // A column with words of its own has no others: NA is a grade here.
    let grades = try load("x,grade,y\n1,NA,0\nNA,B,1\n") { $0.csv.missing.byColumn = ["grade": []] }
    #expect(grades.dataset.table["grade"]?.texts == ["NA", "B"])
    #expect(grades.dataset.table["x"]?.numbers[1].isNaN == true)
  }

  @Test func aMissingNumberCoversItsSpellings() throws {
    let table = try load("a,c,y\n-999.00,-9.99e2,0\n1,x,1\n-999,-999.0,0\n") {
      $0.csv.missing = ["-999"]
    }.dataset.table
    #expect(table["a"]?.numbers.map(\.isNaN) == [true, false, true])
    #expect(table["c"]?.texts == [nil, "x", nil])
  }

  // MARK: Nearly numeric columns

  @Test func oneOtherCellInATargetOfNumbersIsAnError() throws {
    #expect(
      try failure(prices("n/a", column: 2)) == [
        """
        n.csv:32:1: error: the target "y" must hold numbers or classes; 59 of 60 cells are numbers, and n.csv:32 holds "n/a"
             = if it means a missing value: data.csv.missing: {"y": ["NA", "NaN", "n/a"]} and data.rows_without_target: drop
             = if every text is a class: data.task: multiclass
        """
      ])
    let dropped = try load(prices("n/a", column: 2)) {
      $0.csv.missing.byColumn = ["y": ["n/a"]]
      $0.dropsRowsWithoutTarget = true
    }
    #expect(dropped.dataset.schema.task == .regression)
    #expect(dropped.dataset.split.train == Array(0..<30) + Array(31..<60))
    #expect(
      dropped.warnings.map { folder.shortened($0.message) } == [
        "rows without the target \"y\" are left out: 1 of 60 rows: n.csv:32"
      ])
    #expect(
      try load(prices("n/a", column: 2)) { $0.task = .multiclass }.dataset.schema.classNames.count
        == 31)
  }

  @Test func oneOtherCellInAnInputOfNumbersIsAWarning() throws {
    let loaded = try load(prices("n/a", column: 0))
    #expect(loaded.dataset.schema.features[0].role == .number)
    #expect(
      loaded.dataset.schema.features[0].reason == "all 59 values are numbers, 1 missing")
    #expect(loaded.dataset.table["a"]?.numbers[30].isNaN == true)
    #expect(
      loaded.warnings.map { folder.shortened($0.message) } == [
        "59 of 60 cells of \"a\" are numbers; n.csv:32 holds \"n/a\", which is read as missing"
      ])
    #expect(
      loaded.warnings[0].notes == [
        "to say so without this warning: data.csv.missing: {a: [\"NA\", \"NaN\", \"n/a\"]}",
        "to read it as text: data.features: {a: category}",
      ])
    let said = try load(prices("n/a", column: 0)) {
      $0.csv.missing.byColumn = ["a": ["NA", "NaN", "n/a"]]
    }
    #expect(said.warnings.isEmpty)
    #expect(said.dataset.schema.features == loaded.dataset.schema.features)
  }

  @Test func blanksAmongNumbersDoNotDropTheColumn() throws {
    let rows = (0..<700).map { "\($0 % 64 == 0 ? " " : "\($0).25"),\($0 % 2)" }
    let loaded = try load("total,y\n" + rows.joined(separator: "\n"))
    #expect(loaded.dataset.schema.features.map(\.role) == [.number])
    #expect(
      loaded.warnings.map { folder.shortened($0.message) } == [
        "689 of 700 cells of \"total\" are numbers; n.csv:2 holds \" \", which is read as missing"
      ])
  }

  @Test func codesAmongNumbersStayText() throws {
    let rows = (0..<100).map { "\($0 % 25 == 0 ? "A" : "\($0 % 9)"),\($0),\($0 % 2)" }
    let loaded = try load("code,x,y\n" + rows.joined(separator: "\n"))
    #expect(loaded.dataset.schema.features.map(\.role) == [.category, .number])
    #expect(loaded.warnings.isEmpty)
  }

  @Test func aTotalBehindTheLastRowIsNamed() throws {
    let text = prices("3.5", column: 0) + "Total,1,30\n"
    let warning = try load(text).warnings[0]
    #expect(warning.notes.contains("if the last line is no row: data.csv.skip_footer: 1"))
    let cut = try load(text) { $0.csv.footerLineCount = 1 }
    #expect(cut.dataset.table.rowCount == 60)
    #expect(cut.warnings.isEmpty)
  }

  @Test func aTotalInAColumnOfTextsIsNamed() throws {
    let rows = (0..<12).map { "\(["north", "south"][$0 % 2]),\($0 * 7 % 12)" }
      .joined(separator: "\n")
    func warnings(_ last: String) throws -> [String] {
      try load("region,y\n\(rows)\n\(last)\n").warnings.map {
        folder.shortened(DiagnosticRenderer().render($0))
      }
    }
    let advice = "\n     = if the last line is no row: data.csv.skip_footer: 1"
    for word in ["Total", "TOTAL:", "Grand total", "Average"] {
      #expect(
        try warnings("\(word),66") == [
          "n.csv:14:1: warning: the last line of \"n.csv\" may be a total: \"region\" holds "
            + "\"\(word)\" there alone" + advice
        ])
    }
    #expect(try warnings("south,66").isEmpty)
    #expect(try load("region,y\nTotal,1\n\(rows)\nTotal,66\n").warnings.isEmpty)
    let cut = try load("region,y\n\(rows)\nTotal,66\n") { $0.csv.footerLineCount = 1 }
    #expect(cut.dataset.table.rowCount == 12 && cut.warnings.isEmpty)
    // A total without a target.
    #expect(
      try failure("region,y\n\(rows)\nTotal,\n") == [
        "error: the target \"y\" must have a value in every row; got none in 1 of 13 rows: n.csv:14"
          + "\n     = to leave these rows out: data.rows_without_target: drop",
        "n.csv:14:1: warning: the last line of \"n.csv\" may be a total: \"region\" holds \"Total\" "
          + "there alone" + advice,
      ])
  }

  /// What is proposed for forty cells of a target.
  private func proposal(_ cell: (Int) -> String) throws -> String {
    let rows = (0..<40).map { "\($0 % 3);\(cell($0))" }.joined(separator: "\n")
    return try failure("x;y\n\(rows)\n").first?.split(separator: "\n").first {
      $0.contains("to read them")
    }.map { String($0.dropFirst("     = to read them as numbers: ".count)) } ?? ""
  }

  @Test func moneyAndPercentagesAreProposed() throws {
    #expect(try proposal { "\($0) %" } == "data.csv.decimal: \".\"")
    #expect(try proposal { "$\($0).50" } == "data.csv.decimal: \".\"")
    #expect(try proposal { "\($0).5\u{A0}€" } == "data.csv.decimal: \".\"")
    #expect(try proposal { "\($0),5 €" } == "data.csv.decimal: \",\"")
    #expect(
      try proposal { "$\($0 + 1),200" } == "data.csv.thousands: \",\", or data.csv.decimal: \",\"")
    #expect(try proposal { "$\($0 + 1),200,000" } == "data.csv.thousands: \",\"")
    #expect(try proposal { "$\($0 + 1),200.5\($0)" } == "data.csv.thousands: \",\"")
    #expect(
      try proposal { "\($0 + 1).200,5 €" } == "data.csv: {decimal: \",\", thousands: \".\"}")
    #expect(
      try proposal { "\($0 + 1)\u{202F}200,5 €" } == "data.csv: {decimal: \",\", thousands: \" \"}")
    #expect(try proposal { "\($0 + 1)’200.5" } == "data.csv.thousands: \"'\"")
  }

  @Test func eachProposalReadsTheCells() throws {
    let text = "x;y\n1;12 %\n2;3.5%\n3;7\n4;$5\n"
    let percent = try load(text) { $0.csv.decimal = "." }.dataset
    #expect(percent.targetValues(of: [0, 1, 2, 3]) == [12, 3.5, 7, 5])
    let blanks = "x;y\n1;1\u{A0}200\n2;1\u{202F}200,5\n3;12 000 €\n4;-7\u{A0}€\n"
    let french = try load(blanks) { ($0.csv.decimal, $0.csv.thousands) = (",", " ") }.dataset
    #expect(french.targetValues(of: [0, 1, 2, 3]) == [1200, 1200.5, 12_000, -7])
    let apostrophes = try load("x;y\n1;1'200.5\n2;1’200\n") { $0.csv.thousands = "'" }.dataset
    #expect(apostrophes.targetValues(of: [0, 1]) == [1200.5, 1200])
  }

  @Test func aStyleThatLeavesCellsOutIsCorrected() throws {
    // A decimal comma is stated, but there are points between thousands too.
    let rows = (0..<40).map { "\($0 % 3);\($0 + 1).200,5" }.joined(separator: "\n")
    let message = try failure("x;y\n\(rows)\n") { $0.csv.decimal = "," }.first ?? ""
    #expect(
      message.contains("to read them as numbers: data.csv: {decimal: \",\", thousands: \".\"}"))
    // Most cells have no thousands.
    let few = (0..<60).map { "\($0 == 30 ? "1,200" : "\($0 * 15 + 7)");\($0 % 2)" }
    let warning = try #require(
      try load("x;y\n" + few.joined(separator: "\n")).warnings.first {
        $0.id == "data-nearly-numeric"
      })
    #expect(
      warning.notes.contains(
        "if they are numbers with commas between thousands: data.csv.thousands: \",\""))
  }

  @Test func aDecimalCommaIsProposed() throws {
    let rows = (0..<40).map { "\($0 % 3);\($0),\($0 % 10)" }.joined(separator: "\n")
    #expect(
      try failure("x;y\n\(rows)\n").first == """
        n.csv:2:1: error: the target "y" must hold numbers or classes; 40 of 40 cells are numbers with a decimal comma, and n.csv:2 holds "0,0"
             = to read them as numbers: data.csv.decimal: ","
             = if every text is a class: data.task: multiclass
        """)
    let read = try load("x;y\n\(rows)\n") { $0.csv.decimal = "," }
    #expect(read.dataset.targetValues(of: [0, 1, 39]) == [0, 1.1, 39.9])
    let input = try load("y;x\n\(rows)\n")
    #expect(
      input.warnings.map { folder.shortened($0.message) }.last
        == "40 of 40 cells of \"x\" are numbers with a decimal comma, and are read as text; n.csv:2 "
        + "holds \"0,0\"")
  }

  @Test func moneyAndPercentagesAreRead() throws {
    let text =
      "price,share,x;y\n".replacing(",", with: ";")
      + "$1,200;12 %;1.5;0\n$15;3.5 %;2;1\n-$2,000,000.25;100%;3;0\n"
    let table = try load(text) { $0.csv.thousands = "," }.dataset.table
    #expect(table["price"]?.numbers == [1200, 15, -2_000_000.25])
    #expect(table["share"]?.numbers == [12, 3.5, 100])
    #expect(table["x"]?.numbers == [1.5, 2, 3])
    let german = try load("a;b;y\n1.234,5;7 €;0\n1.234.567;8,5 €;1\n") {
      ($0.csv.decimal, $0.csv.thousands) = (",", ".")
    }.dataset.table
    #expect(german["a"]?.numbers == [1234.5, 1_234_567])
    #expect(german["b"]?.numbers == [7, 8.5])
    // Separators that stand where none can are no numbers.
    let style = NumberStyle(decimal: ".", thousands: ",")
    for text in ["1,2", "12,34", ",123", "1234,567", "1,234,", "1,,234", "$", "%"] {
      #expect(style.value(of: text, scanner: DecimalScanner()) == nil, "\(text)")
    }
    #expect(
      NumberStyle(decimal: ",", thousands: nil).value(of: "1.5", scanner: DecimalScanner()) == nil)
  }

  @Test func everyRowNeedsATargetUnlessTheyMayBeDropped() throws {
    #expect(
      try failure("x,y\n1,a\n2,\n3,b\n") == [
        """
        error: the target "y" must have a value in every row; got none in 1 of 3 rows: n.csv:3
             = to leave these rows out: data.rows_without_target: drop
        """
      ])
    let dropped = try load("x,y\n1,a\n2,\n3,b\n") { $0.dropsRowsWithoutTarget = true }.dataset
    #expect(dropped.split.train == [0, 2])
    #expect(dropped.classIndices(of: [0, 2]) == [0, 1])
  }
}
