import Diagnostics
import Testing

@testable import Datasets

/// Delimited text as other programs write it.
@Suite struct MessyTextTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ bytes: [UInt8], _ csv: CSVOptions = CSVOptions(), expectedNames: Set<String> = []
  ) throws -> FileTable {
    var options = ReadingOptions(csv: csv)
    options.expectedNames = expectedNames
    return try CSVReader(format: .csv).read(
      DataRequest.FilePath(try folder.file("data.csv", bytes)), options: options)
  }

  private func read(
    _ text: String, expectedNames: Set<String> = [], _ change: (inout CSVOptions) -> Void = { _ in }
  ) throws -> FileTable {
    var csv = CSVOptions()
    change(&csv)
    return try read(Array(text.utf8), csv, expectedNames: expectedNames)
  }

  private func failure(_ bytes: [UInt8], _ change: (inout CSVOptions) -> Void = { _ in }) throws
    -> [String]
  {
    var csv = CSVOptions()
    change(&csv)
    do {
      _ = try read(bytes, csv)
      return []
    } catch let error as DatasetError {
      return folder.messages(of: error)
    }
  }

  private func failure(_ text: String, _ change: (inout CSVOptions) -> Void = { _ in }) throws
    -> [String]
  {
    try failure(Array(text.utf8), change)
  }

  private func messages(_ table: FileTable) -> [String] {
    table.warnings.map { folder.shortened(DiagnosticRenderer().render($0)) }
  }

  // MARK: Around the rows

  @Test func aStatedDelimiterIsNoRow() throws {
    let table = try read("sep=;\na;b\n1;2\n3;4\n")
    #expect(table.columns.map(\.name) == ["a", "b"])
    #expect(table.columns[0].numbers == [1, 3])
    #expect(table.lines.line(of: 0) == 3)
    #expect(
      messages(table) == [
        """
        warning: the first line of "data.csv" is "sep=;": it states the delimiter and is no row
             = to say so without this warning: data.csv.delimiter: ";" and skip_lines: 1
        """
      ])
    let said = try read("sep=;\na;b\n1;2\n") { ($0.delimiter, $0.skippedLineCount) = (";", 1) }
    #expect(said.warnings.isEmpty)
    #expect(said.columns[1].numbers == [2])
  }

  @Test func linesBeforeTheHeaderAreNamed() throws {
    let text = "Sales of 2024\nexported 2024-12-01\n\na,b,c\n1,2,3\n4,5,6\n7,8,9\n"
    #expect(
      try failure(text) == [
        """
        data.csv:1:1: error: "data.csv" must begin with its header or first row; got 3 lines before the first one with 3 cells
             = to leave out what stands before it: data.csv.skip_lines: 3
        """
      ])
    let table = try read(text) { $0.skippedLineCount = 3 }
    #expect(table.columns.map(\.name) == ["a", "b", "c"])
    #expect(table.columns[2].numbers == [3, 6, 9])
    #expect(table.lines.line(of: 0) == 5)
  }

  @Test func linesBehindTheRowsAreNamed() throws {
    let text = "a,b\n1,2\n3,4\nTotal: 4\n\nend\n"
    #expect(
      try failure(text) == [
        "data.csv:4:1: error: a row must have 2 cells; got 1",
        """
        data.csv:6:1: error: a row must have 2 cells; got 1
             = to leave out the lines behind the last row: data.csv.skip_footer: 2
        """,
      ])
    let table = try read(text) { $0.footerLineCount = 2 }
    #expect(table.columns[1].numbers == [2, 4])
  }

  @Test func theFooterMayBeginInAnotherPartOfTheFileThanItEnds() throws {
    // Rows over several windows of a mebibyte, and a footer of 60,000 lines.
    var text = "a,b\n"
    for i in 0..<200_000 { text += "\(i),\(i % 9)\n" }
    for i in 0..<60_000 { text += "footer \(i)\n" }
    let table = try read(text) { $0.footerLineCount = 60_000 }
    #expect(table.rowCount == 200_000)
    #expect(table.columns[0].numbers.last == 199_999)
  }

  @Test func repeatedHeadersAreNoRows() throws {
    let table = try read("id,name\n1,x\n2,y\nid,name\n3,z\nid,names\n")
    #expect(table.columns[1].texts == ["x", "y", "z", "names"])
    #expect(table.lines.line(of: 2) == 5)
    #expect(
      messages(table) == [
        """
        data.csv:4:1: warning: a line repeats the header of "data.csv" and is no row
             = files that were joined into one can be read one by one: data.source
        """
      ])
    // In a column of its own, a name may well be a cell.
    let single = try read("y\ny\nz\n") { $0.hasHeader = true }
    #expect(single.columns[0].texts == ["y", "z"])
  }

  @Test(arguments: ["a,b,\n1,2,\n3,4,\n", "a,b\n1,2,\n3,4,\n"])
  func theEmptyColumnBehindTheLastDelimiterIsLeftOut(_ text: String) throws {
    let table = try read(text)
    #expect(table.columns.map(\.name) == ["a", "b"])
    #expect(table.columns[1].numbers == [2, 4])
    #expect(
      messages(table) == [
        """
        warning: every line of "data.csv" ends with a delimiter: the empty column behind it is left out
             = to use it: name it in data.csv.columns
        """
      ])
  }

  @Test func aHeaderThatIsShortOfANameIsNamed() throws {
    let text = "a,b\nr1,1,2\nr2,3,4\n"
    #expect(
      try failure(text) == [
        """
        data.csv:1:1: error: the header must name the 3 columns; got 2 names
             = to name them anew: data.csv.columns and header: true
        """
      ])
    let table = try read(text) { ($0.columns, $0.hasHeader) = (["row", "a", "b"], true) }
    #expect(table.columns.map(\.name) == ["row", "a", "b"])
    #expect(table.columns[2].numbers == [2, 4])
  }

  // MARK: Guesses

  @Test func theDelimiterIsTheOneThatFitsTheRows() throws {
    // Commas in the header and in texts, semicolons between the cells.
    let table = try read("\"name, first\";n\n\"a, b, c\";1\nx, y;2\nz;3\n")
    #expect(table.columns.map(\.name) == ["name, first", "n"])
    #expect(table.columns[1].numbers == [1, 2, 3])
    // Decimal commas are no delimiters, and the doubt is said.
    let numbers = try read("1,5;2,5\n3,5;4,5\n") { $0.decimal = "," }
    #expect(numbers.columns.map(\.numbers) == [[1.5, 3.5], [2.5, 4.5]])
    #expect(
      messages(numbers) == [
        """
        warning: the cells of "data.csv" are taken to be divided by ";", though "," would fit the first lines as well
             | data.csv.delimiter says it for certain
        """
      ])
    // Comments and empty lines are not looked at.
    let comments = try read("# a;b;c\n\na,b\n1,2\n") { $0.comment = "#" }
    #expect(comments.columns.map(\.name) == ["a", "b"])
  }

  @Test func yearsCanBeNames() throws {
    let table = try read("code,2012,2013\nABW,1.5,2.5\nAFG,3.5,4.5\n")
    #expect(table.columns.map(\.name) == ["code", "2012", "2013"])
    #expect(table.rowCount == 2)
    #expect(table.warnings.isEmpty)
    // Rows of years have none as header.
    #expect(try read("a,2012,2013\nb,2014,2015\nc,2011,2019\n").rowCount == 3)
  }

  @Test func aHeaderAmongTextsIsGuessedFromManyRows() throws {
    var rows = ""
    for i in 0..<60 { rows += "\(["red", "blue"][i % 2]),\(["big", "small"][i % 3 / 2])\n" }
    let table = try read("colour,size\n" + rows)
    #expect(table.columns.map(\.name) == ["colour", "size"])
    #expect(
      messages(table) == [
        """
        warning: the first line of "data.csv" is taken for a header: its texts do not occur again in the first 60 rows, where others repeat
             | data.csv.header: true says so without this warning
        """
      ])
    #expect(try read(rows).rowCount == 60)
    #expect(
      messages(try read("colour,size\nred,big\n")) == [
        """
        warning: the first line of "data.csv" is taken for a row: all its columns are text, and so are those of the next lines
             | data.csv.header: false says so without this warning
        """
      ])
  }

  // MARK: Encodings

  @Test func otherEncodingsAreRead() throws {
    let latin: [UInt8] = Array("n,t\n1,caf".utf8) + [0xE9, 0x0A]
    #expect(
      try failure(latin) == [
        """
        data.csv:2:1: error: a cell of column "t" must be UTF-8 text; got "caf\u{FFFD}"
             = if it is in another encoding, say so: data.csv.encoding: latin-1 (or windows-1252)
        """
      ])
    let options: (TextEncoding) -> CSVOptions = {
      var csv = CSVOptions()
      csv.encoding = $0
      return csv
    }
    #expect(try read(latin, options(.latin1)).columns[1].texts == ["café"])
    let euro: [UInt8] = Array("n,t\n1,".utf8) + [0x80, 0x93, 0x94, 0x0A]
    #expect(try read(euro, options(.windows1252)).columns[1].texts == ["€“”"])
  }

  @Test(arguments: [TextEncoding.utf16LittleEndian, .utf16BigEndian])
  func utf16IsReadByItsMarkOrItsName(_ encoding: TextEncoding) throws {
    // Characters of one, two and three bytes in UTF-8, and one outside the first plane.
    let text = "n,t\n1,aé€😀\n2,b\n"
    let bytes = text.utf16.flatMap { unit -> [UInt8] in
      let halves = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return encoding == .utf16LittleEndian ? halves : halves.reversed()
    }
    var csv = CSVOptions()
    csv.encoding = encoding
    #expect(try read(bytes, csv).columns[1].texts == ["aé€😀", "b"])
    let mark: [UInt8] = encoding == .utf16LittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
    #expect(try read(mark + bytes).columns[1].texts == ["aé€😀", "b"])
    csv.encoding = .utf16
    #expect(try read(mark + bytes, csv).columns[0].numbers == [1, 2])
    #expect(
      try failure(mark + bytes + [0x41]) == [
        "error: \"data.csv\" must be \(encoding.rawValue) text; got an odd number of bytes"
      ])
  }

  @Test func longTextInAnotherEncodingIsWhole() throws {
    var (text, expected) = ("n,t\n", [String]())
    for i in 0..<40_000 {
      expected.append(String(repeating: "é😀", count: i % 17))
      text += "\(i),\(expected[i])\n"
    }
    let bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let table = try read([0xFF, 0xFE] + bytes)
    #expect(table.columns[0].numbers == (0..<40_000).map(Double.init))
    #expect(table.columns[1].texts == expected.map { $0.isEmpty ? nil : $0 })
  }

  @Test(.timeLimit(.minutes(1))) func aFooterOfMoreLinesThanTheFileLeavesNoRows() throws {
    #expect(throws: DatasetError.self) {
      try read("a,b\n1,2\n3,4\n") { $0.footerLineCount = 1_000_000_000 }
    }
  }

  @Test func aTableHasALimitOfColumns() throws {
    let line = [String](repeating: "1", count: 100_001).joined(separator: ",")
    let error = #expect(throws: DatasetError.self) { try read("\(line)\n\(line)\n") { _ in } }
    #expect(
      error?.diagnostics.first?.message.hasSuffix("must have at most 100,000 columns; got 100,001")
        == true)
  }
}
