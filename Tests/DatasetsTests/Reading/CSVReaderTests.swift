import Diagnostics
import Foundation
import Testing

@testable import Datasets

@Suite struct CSVReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String, _ csv: CSVOptions = CSVOptions(), limit: Int? = nil,
    textColumns: Set<String> = [], expectedNames: Set<String> = [], isTabbed: Bool = false
  ) throws -> FileTable {
    try read(
      Array(text.utf8), csv, limit: limit, textColumns: textColumns, expectedNames: expectedNames,
      isTabbed: isTabbed)
  }

  private func read(
    _ bytes: [UInt8], _ csv: CSVOptions = CSVOptions(), limit: Int? = nil,
    textColumns: Set<String> = [], expectedNames: Set<String> = [], isTabbed: Bool = false
  ) throws -> FileTable {
    let path = try folder.file("data.csv", bytes)
    var options = ReadingOptions(csv: csv, limit: limit)
    options.textColumns = textColumns
    options.expectedNames = expectedNames
    return try CSVReader(format: isTabbed ? .tsv : .csv).read(
      DataRequest.FilePath(path), options: options)
  }

  private func failure(_ text: String, _ csv: CSVOptions = CSVOptions()) -> [String] {
    failure(Array(text.utf8), csv)
  }

  private func failure(_ bytes: [UInt8], _ csv: CSVOptions = CSVOptions()) -> [String] {
    do {
      _ = try read(bytes, csv)
      return []
    } catch let error as DatasetError {
      return folder.messages(of: error)
    } catch {
      return ["\(error)"]
    }
  }

  @Test func readsNumbersAndCategories() throws {
    let table = try read("a,b\n1,x\n2.5,y\n-3e2,x\n")
    #expect(table.rowCount == 3)
    #expect(table.columns.map(\.name) == ["a", "b"])
    #expect(table.columns[0].numbers == [1, 2.5, -300])
    #expect(table.columns[1].texts == ["x", "y", "x"])
  }

  @Test(arguments: [
    "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y", "\u{FEFF}a,b\n1,x\n2,y", "a,b\n\n1,x\n\n2,y\n\n\n",
  ])
  func lineEndsAndMarksDoNotMatter(_ text: String) throws {
    let table = try read(text)
    #expect(table.columns.map(\.name) == ["a", "b"])
    #expect(table.columns[0].numbers == [1, 2])
    #expect(table.columns[1].texts == ["x", "y"])
  }

  @Test func quotesHoldDelimitersLineBreaksAndQuotes() throws {
    let table = try read("n,t\n1,\"a, \"\"b\"\"\nc\"\n\"2\",\"\"\n3,5\" pipe\n")
    #expect(table.columns[0].numbers == [1, 2, 3])
    #expect(table.columns[1].texts == ["a, \"b\"\nc", nil, "5\" pipe"])
    // The quoted line break moves the second row to the fourth line.
    #expect((0..<3).map { table.lines.line(of: $0) } == [2, 4, 5])
  }

  @Test func emptyCellsAndTokensAreMissing() throws {
    let table = try read(
      "a,b\n,?\nNA,x\n1,\n", CSVOptions(missing: ["?", "NA"]))
    #expect(table.columns[0].numbers.map(\.isNaN) == [true, true, false])
    #expect(table.columns[1].texts == [nil, "x", nil])
  }

  @Test func aNumberCanMeanMissing() throws {
    let table = try read("a,b\n-999,x\n1,-999\n-999.0,y\n", CSVOptions(missing: ["-999"]))
    #expect(table.columns[0].numbers.map(\.isNaN) == [true, false, true])
    #expect(table.columns[1].texts == ["x", nil, "y"])
  }

  @Test func trimsOnlyWhenAsked() throws {
    let text = "a, b\n 1 , x \n2,\"y\" \n"
    let trimmed = try read(text, CSVOptions(isTrimmed: true))
    #expect(trimmed.columns.map(\.name) == ["a", "b"])
    #expect(trimmed.columns[0].numbers == [1, 2])
    #expect(trimmed.columns[1].texts == ["x", "y"])
    let kept = try read("a,b\n 1 , x \n2,y\n")
    #expect(kept.columns[0].numbers == [1, 2])
    #expect(kept.columns[1].texts == [" x ", "y"])
  }

  @Test func aHeaderIsToldByItsCells() throws {
    #expect(try read("a,b\n1,2\n").rowCount == 1)
    let bare = try read("1,2\n3,4\n")
    #expect(bare.rowCount == 2)
    #expect(bare.columns.map(\.name) == ["column_1", "column_2"])
    // Nothing but text: it cannot be decided, so every line is a row …
    #expect(try read("colour,size\nred,big\n").rowCount == 2)
    // … unless a name is one that the spec uses, or the spec says so.
    #expect(try read("colour,size\nred,big\n", expectedNames: ["size"]).rowCount == 1)
    #expect(try read("colour,size\nred,big\n", CSVOptions(hasHeader: true)).rowCount == 1)
    #expect(try read("a,b\n1,2\n", CSVOptions(hasHeader: false)).columns[0].texts == ["a", "1"])
  }

  @Test func namesCanBeGiven() throws {
    let table = try read("1,x\n2,y\n", CSVOptions(columns: ["n", "t"]))
    #expect(table.columns.map(\.name) == ["n", "t"])
    #expect(
      failure("1,x\n", CSVOptions(columns: ["n"])) == [
        "error: data.csv.columns must name the 2 columns of \"data.csv\"; got 1 name"
      ])
    #expect(
      failure("1,x\n", CSVOptions(columns: ["n", "n"])) == [
        "error: column names must differ; got \"n\" for columns 1 and 2"
      ])
  }

  @Test func tabsDivideTSV() throws {
    let table = try read("a\tb\n1\tx, y\n\t \n", isTabbed: true)
    #expect(table.columns[1].texts == ["x, y", " "])
    #expect(table.columns[0].numbers[1].isNaN)
  }

  @Test(
    arguments: [
      ("a;b;c\n1;2;3\n", ";"), ("a|b\n1|2\n", "|"), ("a\tb\n1\t2\n", "\t"),
      ("\"x,y,z\";b;c\n1;2;3\n", ";"),
    ])
  func guessesTheDelimiterAndSaysSo(text: String, delimiter: String) throws {
    let table = try read(text, CSVOptions())
    #expect(table.columns.count > 1)
    #expect(table.warnings.map(\.id) == ["csv-guessed-delimiter"])
  }

  @Test func aCommaIsTheDelimiterWhereNothingSpeaksAgainstIt() throws {
    for text in ["a,b\n1,2\n", "a\n1\n", "a,b;c\n1,2\n"] {
      let table = try read(text, CSVOptions())
      #expect(table.warnings.isEmpty, "\(text)")
    }
    #expect(try read("a,b;c\n1,2\n", CSVOptions()).columns.map(\.name) == ["a", "b;c"])
  }

  @Test func otherDelimitersAreGiven() throws {
    let table = try read("a;b\n1;2,5\n", CSVOptions(delimiter: ";"))
    #expect(table.columns[1].texts == ["2,5"])
    #expect(
      failure("a", CSVOptions(delimiter: "é")) == [
        "error: data.csv.delimiter must be one ASCII character that is no letter, digit, quote, "
          + "sign, point or line break; got \"é\""
      ])
  }

  @Test func commentsAreNoRows() throws {
    let table = try read("|1x3 Cross validator\n1,a\n|x\n2,b\n", CSVOptions(comment: "|"))
    #expect(table.columns[0].numbers == [1, 2])
    #expect((0..<2).map { table.lines.line(of: $0) } == [2, 4])
    // Without the option the file's shape is taken from the comment, and the error says how to go on.
    #expect(
      failure("1,a\n|x\n2,b\n") == [
        """
        data.csv:2:1: error: a row must have 2 cells; got 1
             = if it is a comment, say so: data.csv.comment: "|"
        """
      ])
  }

  @Test func aTextFarBelowMakesTheWholeColumnText() throws {
    let count = 60_000
    var text = "n,m\n"
    for i in 0..<count { text += "\(i == count - 5 ? "late" : String(i % 7) + ".0"),\(i)\n" }
    let table = try read(text)
    #expect(table.columns[0].texts[0] == "0.0")
    #expect(table.columns[0].texts[count - 5] == "late")
    #expect(table.columns[1].numbers[count - 1] == Double(count - 1))
    guard case .categories(_, let levels) = table.columns[0].values else {
      Issue.record("not text")
      return
    }
    #expect(levels == (0..<7).map { "\($0).0" } + ["late"])
  }

  @Test func rowsAcrossChunksAreWhole() throws {
    // Rows of odd lengths, quotes and line breaks over several windows of a mebibyte.
    var (text, expected) = ("n,t\n", [String]())
    for i in 0..<30_000 {
      let cell = String(repeating: "w", count: i % 97) + "\n\"\(i)\""
      expected.append(cell)
      text += "\(i),\"\(cell.replacingOccurrences(of: "\"", with: "\"\""))\"\r\n"
    }
    let table = try read(text)
    #expect(table.columns[0].numbers == (0..<30_000).map(Double.init))
    #expect(table.columns[1].texts == expected)
    #expect(table.lines.line(of: 29_999) == 2 + 2 * 29_999)
  }

  @Test func aLineOfTenMegabytesIsARow() throws {
    let long = String(repeating: "0123456789", count: 1 << 20)
    let table = try read("a,b\n1,\(long)\n2,x\n")
    #expect(table.columns[1].texts == [long, "x"])
    let wide = Array(repeating: "1", count: 100_000).joined(separator: ",")
    #expect(try read("\(wide)\n\(wide)\n").columns.count == 100_000)
  }

  @Test func limitsRows() throws {
    let table = try read("a\n1\n2\n3\n", limit: 2)
    #expect(table.columns[0].numbers == [1, 2])
    let whole = try read("a\n1\n2\n3\n")
    #expect(table.sources[0].sha256 == whole.sources[0].sha256)
    #expect(table.sources[0].byteCount == 8)
  }

  @Test func textColumnsKeepTheirText() throws {
    let table = try read("id,n\n007,1\n010,2\n", textColumns: ["id"])
    #expect(table.columns[0].texts == ["007", "010"])
  }

  @Test func gzipIsSeen() throws {
    let packed = try folder.gzipped(Array("a,b\n1,x\n2,y\n".utf8))
    let table = try read(packed)
    #expect(table.columns[0].numbers == [1, 2])
    #expect(table.sources[0].sha256 == SHA256.digest(of: packed))
    #expect(table.sources[0].byteCount == packed.count)
    // Several streams in one file, and zeros behind them, are one text.
    let more = try folder.gzipped(Array("3,z\n".utf8))
    #expect(try read(packed + more + [0, 0]).columns[0].numbers == [1, 2, 3])
  }

  @Test func brokenGzipIsRefused() throws {
    var text = "a,b\n"
    for i in 0..<20_000 { text += "\(i),\(i &* 7919 % 1013)\n" }
    let packed = try folder.gzipped(Array(text.utf8))
    #expect(
      failure(Array(packed.dropLast(9))) == [
        "error: \"data.csv\" must be a whole gzip file; got: the gzip stream ends early: the file is "
          + "cut off"
      ])
    var corrupt = packed
    corrupt[corrupt.count - 6] ^= 0xFF
    #expect(
      failure(corrupt) == [
        "error: \"data.csv\" must be a whole gzip file; got: incorrect data check"
      ])
  }

  @Test func raggedRowsAreAllReported() {
    #expect(
      failure("a,b\n1,2\n3\n4,5,6\n7,8\n\"x\ny\"\n") == [
        "data.csv:3:1: error: a row must have 2 cells; got 1",
        "data.csv:4:1: error: a row must have 2 cells; got 3",
        "data.csv:6:1: error: a row must have 2 cells; got 1",
      ])
    let many = failure("a,b\n" + String(repeating: "1\n", count: 25))
    #expect(many.count == 11)
    #expect(many.last == "error: 15 more rows like these")
  }

  @Test func emptyFilesAreRefused() {
    #expect(failure("") == ["error: \"data.csv\" must have rows; got an empty file"])
    #expect(failure("\n\n") == ["error: \"data.csv\" must have rows; got an empty file"])
    #expect(
      failure("a,b\n", CSVOptions(hasHeader: true)) == [
        "error: \"data.csv\" must have rows; got only a header"
      ])
  }

  @Test func quotesMustBeClosed() {
    #expect(
      failure("a,b\n1,\"x\n2,y\n") == [
        "data.csv:2:1: error: a quote must be closed; got the end of the file in column 2"
      ])
    #expect(
      failure("a,b\n1,\"x\"y\n") == [
        "data.csv:2:1: error: a closing quote must end its cell; got more text in column 2"
      ])
    #expect(
      failure("\"a,b\n1,2\n") == [
        "data.csv:1:1: error: a quote must be closed at the end of its cell; got none"
      ])
  }

  @Test func onlyTextIsRead() {
    #expect(
      failure([0x61, 0x0A, 0x31, 0x0A, 0x78, 0x00, 0x0A]) == [
        "data.csv:3:1: error: a cell of column \"a\" must be text without NUL bytes; got \"x\u{FFFD}\""
      ])
    #expect(
      failure([0x61, 0x0A, 0x31, 0x0A, 0xC3, 0x28, 0x0A]) == [
        """
        data.csv:3:1: error: a cell of column "a" must be UTF-8 text; got "\u{FFFD}("
             = if it is in another encoding, say so: data.csv.encoding: latin-1 (or windows-1252)
        """
      ])
  }

  @Test func namesMustDifferAndMayBeEmpty() throws {
    #expect(
      failure("a,b,a\n1,2,3\n") == [
        """
        data.csv:1:1: error: column names must differ; got "a" for columns 1 and 3
             = name the columns anew with data.csv.columns and header: true
        """
      ])
    let table = try read(",a\n1,2\n")
    #expect(table.columns.map(\.name) == ["column_1", "a"])
    #expect(
      table.warnings.map(\.message) == ["column 1 has no name and is called \"column_1\""])
  }
}
